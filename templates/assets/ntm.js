// Enhancement only: every page works without this file.
"use strict";
(function () {
  document.documentElement.classList.add("js");

  // The error summary takes the focus, so that it is read first.
  var summary = document.querySelector(".esum");
  if (summary && !location.hash) summary.focus();

  // Progress of a check: one connection, closed by the last event, which leads to the result.
  function follow(box) {
    if (!window.EventSource) { setTimeout(function () { location.reload(); }, 3000); return; }
    var source = new EventSource(box.dataset.progress);
    source.addEventListener("stage", function (event) {
      var line = box.querySelector("[role=status]");
      if (line.textContent !== event.data) line.textContent = event.data;
    });
    source.addEventListener("share", function (event) {
      if (event.data !== "0") box.querySelector("progress").value = Number(event.data);
    });
    source.addEventListener("done", function (event) {
      source.close();
      location.replace(event.data);
    });
  }
  document.querySelectorAll("[data-progress]").forEach(follow);

  // Tables with keys: J, K and arrows move, Enter opens, only while the focus is in the table.
  function rowsOf(body) { return Array.prototype.slice.call(body.rows); }
  function select(body, row) {
    rowsOf(body).forEach(function (other) {
      other.tabIndex = -1;
      other.setAttribute("aria-selected", "false");
    });
    row.tabIndex = 0;
    row.setAttribute("aria-selected", "true");
  }
  function move(body, event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,select,textarea")) return;
    var row = event.target.closest("tr");
    if (!row) return;
    if (event.key === "Enter" && event.target === row) {
      event.preventDefault();
      row.querySelector("a.open").click();
      return;
    }
    var step = { j: 1, J: 1, ArrowDown: 1, k: -1, K: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    var next = rowsOf(body)[rowsOf(body).indexOf(row) + step];
    if (next) { select(body, next); next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  document.querySelectorAll("table.keys tbody").forEach(function (body) {
    var first = body.rows[0];
    if (!first) return;
    body.parentNode.setAttribute("role", "grid");
    select(body, first);
    body.addEventListener("keydown", function (event) { move(body, event); });
    body.addEventListener("focusin", function (event) {
      var row = event.target.closest("tr");
      if (row) select(body, row);
    });
  });

  // Forms with files: sent without leaving the page, so that a refused form keeps its files.
  function over(form) {
    var line = form.querySelector("[role=status]"), link = document.createElement("a");
    form.querySelector("progress").hidden = true;
    form.dataset.again = "yes";
    link.href = "/sign-in";
    link.target = "_blank";
    link.textContent = line.dataset.sayAgain;
    line.replaceChildren(line.dataset.sayOver, " ", link, ", ", line.dataset.sayThen);
    line.scrollIntoView({ block: "nearest" });
  }
  function renewed(form) {
    if (!form.dataset.again) return Promise.resolve();
    return fetch(location.href).then(function (answer) { return answer.text(); }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("form [name=_csrf]");
      if (fresh) form.querySelector("[name=_csrf]").value = fresh.value;
    });
  }
  // The answer to a file is a page of its own: it takes the place of this one, and the focus.
  function show(page) {
    var main = page.querySelector("main") || document.createElement("main");
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    document.querySelectorAll("form[data-upload]").forEach(upload);
    (main.querySelector(".esum") || main).focus();
    if (!main.querySelector(".esum")) scrollTo(0, 0);
  }
  function answered(form, request) {
    if (request.status === 401 || request.status === 403) {
      over(form);
    } else if (request.status === 422) {
      var answer = new DOMParser().parseFromString(request.responseText, "text/html");
      form.querySelectorAll("input[type=file]").forEach(function (old) {
        var fresh = answer.getElementById(old.id);
        if (!fresh) return;
        ["aria-describedby", "aria-invalid"].forEach(function (name) {
          if (fresh.hasAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
          else old.removeAttribute(name);
        });
        fresh.replaceWith(old);
      });
      show(answer);
    } else if (request.status >= 200 && request.status < 300 && request.responseURL !== form.action) {
      location.assign(request.responseURL);
    } else {
      show(new DOMParser().parseFromString(request.responseText, "text/html"));
    }
  }
  function upload(form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (form.dataset.sending) return;
      form.dataset.sending = "yes";
      var request = new XMLHttpRequest();
      var line = form.querySelector("[role=status]");
      var bar = form.querySelector("progress");
      request.open("POST", form.action);
      request.upload.addEventListener("progress", function (event) {
        if (!event.lengthComputable) return;
        bar.hidden = false;
        bar.max = event.total;
        bar.value = event.loaded;
        line.textContent = line.dataset.saySending;
      });
      request.addEventListener("load", function () {
        delete form.dataset.sending;
        answered(form, request);
      });
      request.addEventListener("error", function () {
        delete form.dataset.sending;
        bar.hidden = true;
        line.textContent = line.dataset.sayLost;
      });
      renewed(form).then(function () { request.send(new FormData(form)); });
    });
  }
  document.querySelectorAll("form[data-upload]").forEach(upload);

  // Drafts: what was typed is kept every few seconds; a second device is told, not overwritten.
  function draft(form) {
    var line = form.querySelector("[data-saved]"), changed = false, sending = false;
    form.addEventListener("input", function () { changed = true; });
    function keep() {
      if (!changed || sending || form.dataset.sent) return;
      changed = false;
      sending = true;
      fetch(form.dataset.draft, { method: "POST", body: new FormData(form) }).then(function (answer) {
        if (!answer.ok) throw answer.status;
        return answer.json();
      }).then(function (kept) {
        form.querySelector("[name=seen]").value = kept.version;
        line.textContent = kept.saved;
      }).catch(function (status) {
        changed = typeof status !== "number";
        line.textContent = status === 409 ? line.dataset.sayElsewhere
          : changed ? line.dataset.sayLost : line.dataset.sayRefused;
      }).then(function () { sending = false; });
    }
    setInterval(keep, 4000);
    document.addEventListener("visibilitychange", keep);
  }
  document.querySelectorAll("form[data-draft]").forEach(draft);

  // A form is sent once: a second press while the first is under way does nothing.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-upload") || (event.submitter && event.submitter.formTarget)) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
})();
