// Checks a paper of this service from disk, with no network: the signed statement of its QR code,
// or its PDF file with statement, signatures and time-stamps. Trust comes with the page.
"use strict";
(() => {
const TRUST = JSON.parse(document.getElementById("trust").textContent);
const KEY = { name: "ECDSA", namedCurve: "P-256" }, SHA = { name: "ECDSA", hash: "SHA-256" };
const OID = {
  digest: "2a864886f70d010904", stamp: "2a864886f70d010910020e", sha256: "608648016503040201",
  name: "550403", rsa: "2a864886f70d010101",
  hashes: { "2a864886f70d01010b": "SHA-256", "2a864886f70d01010c": "SHA-384", "2a864886f70d01010d": "SHA-512" },
};
const FIELDS = ["form", "reference", "number", "commune", "commune_name", "clause", "as_of", "participants",
  "population", "threshold", "assessment", "issue_day", "issuer", "digest", "demonstration"];
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const hex = b => Array.from(b, x => x.toString(16).padStart(2, "0")).join("");
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const sha256 = async b => new Uint8Array(await crypto.subtle.digest("SHA-256", b));
const utf8 = b => new TextDecoder("utf-8", { fatal: true }).decode(b);

// ---- the short statement of the QR code
async function vouched(text) {
  const parts = text.trim().split("#").pop().split(".");
  if (parts.length !== 3) throw new Error("Đây không phải nội dung mã QR của văn bản.");
  const [name, message, signature] = [parts[0], bytes(parts[1]), bytes(parts[2])];
  const values = JSON.parse(utf8(message));
  if (!Array.isArray(values) || values.length !== FIELDS.length || values[0] !== "ntm1")
    throw new Error("Bản kê trong mã QR có dạng khác.");
  const told = Object.fromEntries(FIELDS.map((field, i) => [field, values[i]]));
  return { told, known: name in TRUST.keys, holds: await signed(name, message, signature) };
}
async function signed(name, message, signature) {
  if (!Object.hasOwn(TRUST.keys, name)) return false;
  const key = await crypto.subtle.importKey("spki", bytes(TRUST.keys[name]), KEY, false, ["verify"]);
  return crypto.subtle.verify(SHA, key, signature, message);
}
function ofVouched(read, checks) {
  checks.push(["Bản kê trong mã QR có chữ ký của hệ thống", read.holds ? 1 : read.known ? 0 : -1,
    read.holds ? "" : read.known ? "chữ ký không đúng: nội dung đã bị sửa" : "trang này không có khóa đã ký; hãy tải trang mới"]);
}

// ---- DER (X.690), as far as certificates and signatures need it
function tlv(b, p, most) {
  let size = b[p + 1], head = 2;
  if (size & 128) {
    const n = size & 127;
    size = 0;
    for (let i = 0; i < n; i++) size = size * 256 + b[p + 2 + i];
    head += n;
  }
  const end = p + head + size;
  if (!(end <= most)) throw new Error("chữ ký bị hỏng");
  return { tag: b[p], raw: b.subarray(p, end), val: b.subarray(p + head, end) };
}
const node = b => tlv(b, 0, b.length);
function kids(n) {
  const found = [];
  for (let p = 0; p < n.val.length;) {
    const kid = tlv(n.val, p, n.val.length);
    found.push(kid);
    p += kid.raw.length;
  }
  return found;
}
function moment(n) {
  const t = utf8(n.val), s = n.tag === 0x17 ? (t[0] < "5" ? "20" : "19") + t : t;
  return new Date(Date.UTC(+s.slice(0, 4), s.slice(4, 6) - 1, +s.slice(6, 8), +s.slice(8, 10), +s.slice(10, 12), +s.slice(12, 14)));
}
function certificate(raw) {
  const [tbs, alg, sig] = kids(node(raw)), parts = kids(tbs);
  if (parts[0].tag === 0xa0) parts.shift();
  const names = kids(parts[4]).flatMap(kids).map(kids).filter(([id]) => hex(id.val) === OID.name);
  return {
    raw, tbs: tbs.raw, alg: hex(kids(alg)[0].val), sig: sig.val.subarray(1), serial: hex(parts[0].val),
    issuer: hex(parts[2].raw), subject: hex(parts[4].raw), spki: parts[5].raw,
    from: moment(kids(parts[3])[0]), to: moment(kids(parts[3])[1]), name: names.length ? utf8(names[0][1].val) : "",
  };
}
async function fits(spki, alg, sig, data) {
  const hash = alg === OID.rsa ? "SHA-256" : OID.hashes[alg];
  if (!hash) throw new Error("thuật toán ký này trang chưa kiểm được; hãy dùng lệnh ntm-verify verify");
  const way = { name: "RSASSA-PKCS1-v1_5", hash };
  return crypto.subtle.verify(way, await crypto.subtle.importKey("spki", spki, way, false, ["verify"]), sig, data);
}
const ROOTS = TRUST.roots.map(text => certificate(bytes(text)));
async function trusted(cert, at) {
  for (let step = 0; step < 5; step++) {
    if (at < cert.from || at > cert.to) return false;
    if (ROOTS.some(root => same(root.raw, cert.raw))) return true;
    const above = ROOTS.find(c => c.subject === cert.issuer && !same(c.raw, cert.raw));
    if (!above || !await fits(above.spki, cert.alg, cert.sig, cert.tbs)) return false;
    cert = above;
  }
  return false;
}
// A CMS signature (RFC 5652) over content, or over what it carries itself; with its time (RFC 3161).
async function cms(raw, content) {
  const parts = kids(kids(kids(node(raw))[1])[0]);
  const carried = kids(parts[2])[1];
  const inside = carried ? kids(carried)[0].val : null;
  const info = kids(kids(parts[parts.length - 1])[0]);
  const [issuer, serial] = kids(info[1]), plain = info[3].raw.slice();
  plain[0] = 0x31;
  const attributes = n => Object.fromEntries(kids(n).map(kids).map(([id, set]) => [hex(id.val), kids(set)[0]]));
  const told = attributes(info[3])[OID.digest];
  const others = (parts.find(n => n.tag === 0xa0) ? kids(parts.find(n => n.tag === 0xa0)) : []).map(n => certificate(n.raw));
  const cert = others.find(c => c.issuer === hex(issuer.raw) && c.serial === hex(serial.val));
  if (!cert || !told || hex(kids(info[2])[0].val) !== OID.sha256) throw new Error("chữ ký bị hỏng");
  const intact = same(told.val, await sha256(inside || content)) && await fits(cert.spki, hex(kids(info[4])[0].val), info[5].val, plain);
  const token = info[6] && attributes(info[6])[OID.stamp];
  const time = token ? await stamp(token.raw, info[5].val) : null;
  return { intact, cert, inside, time };
}
async function stamp(raw, over) {
  const read = await cms(raw, null), parts = kids(node(read.inside));
  const at = moment(parts[4]), imprint = kids(parts[2])[1].val;
  const holds = read.intact && same(imprint, await sha256(over)) && await trusted(read.cert, at);
  return holds ? at : null;
}

// ---- the PDF file: which bytes each signature covers, and what was done after it
async function signatures(b, text, checks) {
  const spans = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  let covered = 0, seals = 0, wrong = [], people = [];
  for (const span of spans) {
    const [start, first, second, length] = span.slice(1, 5).map(Number), end = second + length;
    const hole = text.slice(first, second);
    if (start !== 0 || end > b.length || !/^<[0-9a-fA-F]+>$/.test(hole)) { wrong.push("một chữ ký không phủ nội dung nào"); continue; }
    const over = new Uint8Array(first + length);
    over.set(b.subarray(0, first)); over.set(b.subarray(second, end), first);
    const code = hole.slice(1, -1), raw = Uint8Array.from({ length: code.length >> 1 }, (_, i) => parseInt(code.substr(2 * i, 2), 16));
    const object = text.slice(text.lastIndexOf(" obj", span.index), text.indexOf("endobj", second));
    if (/\/DocTimeStamp/.test(object)) {
      if (!await stamp(raw, over)) wrong.push("dấu thời gian cuối không đúng"); else covered = Math.max(covered, end);
      continue;
    }
    const read = await cms(raw, over);
    const who = "“" + read.cert.name + "”";
    if (!read.intact) wrong.push("chữ ký của " + who + " không khớp: từ byte 0 đến byte " + end + " đã bị sửa");
    else { covered = Math.max(covered, end); seals++; }
    const sure = await trusted(read.cert, read.time || new Date());
    people.push([who + (read.time ? ", " + shown(read.time) : ", không có dấu thời gian"), sure && read.time, sure]);
    if (seals === 1 && read.intact) wrong.push(...redone(text, end));
  }
  if (!spans.length) wrong.push("tệp không có chữ ký số");
  else if (seals < 2) wrong.push("thiếu chữ ký của người ký hoặc của cơ quan");
  if (covered < b.length && !wrong.length) wrong.push("từ byte " + covered + " đến hết tệp không chữ ký nào phủ");
  checks.push(["Chữ ký số khớp với nội dung tệp", wrong.length ? 0 : 1, wrong.join("; ")]);
  if (people.length) checks.push(["Người ký và cơ quan", people.every(p => p[1]) ? 1 : people.every(p => p[2]) ? -1 : 0,
    people.map(p => p[0] + (p[2] ? "" : " (chứng thư không được tin cậy)")).join("; ")]);
}
const OBJECT = /(\d+)\s+(\d+)\s+obj\b/g;
const ALLOWED = [/\/FT\s*\/Sig\b/, /\/SigFlags\b/, /\/Type\s*\/Metadata\b/, /\/Certs\b/, /\/Type\s*\/DSS\b/, /\/Producer\b/];
function redone(text, from) {
  const tail = text.slice(from), before = objects(text.slice(0, from), 0), after = objects(tail, from), wrong = [];
  if (/\/ObjStm|\/XRefStm|\/Type\s*\/XRef/.test(tail)) wrong.push("sau khi ký có phần mà trang này không đọc được");
  for (const table of tail.matchAll(/\bxref\s+([\s\d fn]+?)trailer/g))
    for (const row of table[1].matchAll(/(\d{10}) \d{5} n/g))
      if (+row[1] >= from && !after.some(o => o.at === +row[1])) wrong.push("bảng tham chiếu sau khi ký không khớp");
  for (const one of after) {
    const old = before.filter(o => o.id === one.id).pop();
    if (!old ? /\/Rect\b/.test(one.body) && !/\/FT\s*\/Sig\b/.test(one.body) : !harmless(old.body, one.body))
      wrong.push("sau khi ký, đối tượng " + one.id + " bị thay (từ byte " + one.at + ")");
  }
  return [...new Set(wrong)];
}
function objects(text, from) {
  return [...text.matchAll(OBJECT)].map(m => ({ id: m[1], at: from + m.index, body: text.slice(m.index, text.indexOf("endobj", m.index)) }));
}
function harmless(old, now) {
  if (/\/Type\s*\/Catalog\b/.test(now))
    return [/\/Pages\s+\d+ \d+ R/, /\/EmbeddedFiles\s+\d+ \d+ R/, /\/StructTreeRoot\s+\d+ \d+ R/].every(k => (old.match(k) || [0])[0] === (now.match(k) || [0])[0]);
  const bare = t => t.replace(/\/Annots\s*(\[[^\]]*\]|\d+ \d+ R)/, "").replace(/\s+/g, " ").replace(/ (?=[\]>])|(?<=[[<]) /g, "");
  if (/\/Type\s*\/Page\b/.test(now)) return bare(old) === bare(now);
  return ALLOWED.some(k => k.test(now) && k.test(old));
}
async function attached(b, text) {
  const spec = text.match(/\/EF\s*<<\s*\/F\s+(\d+) 0 R\s*>>\s*\/F\s*\(tham-dinh\.json\)/);
  const start = spec ? text.search(new RegExp("(^|\\s)" + spec[1] + " 0 obj")) : -1;
  if (start < 0) throw new Error("Tệp không có bản kê máy đọc: không phải văn bản do hệ thống lập.");
  const head = text.slice(start, text.indexOf("stream", start)), from = start + head.length + (text.substr(start + head.length + 6, 2) === "\r\n" ? 8 : 7);
  const raw = b.subarray(from, from + +head.match(/\/Length (\d+)/)[1]);
  if (!/\/FlateDecode/.test(head)) return JSON.parse(utf8(raw));
  const plain = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(plain).text());
}
const sorted = v => Array.isArray(v) ? v.map(sorted) : v && typeof v === "object"
  ? Object.fromEntries(Object.keys(v).sort().map(k => [k, sorted(v[k])])) : v;
async function paper(b, checks) {
  const text = new TextDecoder("latin1").decode(b).replace(/[\u0100-\uffff]/g, "?");
  const told = await attached(b, text), { sha256: claimed, vouched: short, ...rest } = told;
  const digest = hex(await sha256(new TextEncoder().encode(JSON.stringify(sorted(rest)))));
  checks.push(["Bản kê máy đọc không bị sửa", digest === claimed ? 1 : 0, digest === claimed ? "" : "mã băm của bản kê không khớp"]);
  let read = null;
  if (short) {
    ofVouched(read = await vouched(short), checks);
    checks.push(["Bản kê trong mã QR là của văn bản này", read.told.digest === digest.slice(0, 32) ? 1 : 0, ""]);
  }
  await signatures(b, text, checks);
  return read && read.told;
}

// ---- the status list: which papers were out of force when it was fetched
let STATUS = null;
async function status(told) {
  if (!await signed(told.key, new TextEncoder().encode(told.payload), bytes(told.signature)))
    throw new Error("Danh sách hiệu lực không có chữ ký đúng của hệ thống.");
  STATUS = JSON.parse(told.payload);
}
function ofStatus(reference, checks) {
  const ended = STATUS && STATUS.papers.find(p => p.reference === reference);
  if (!STATUS) checks.push(["Hiệu lực hiện nay", -1, "không xét được khi không có mạng; chọn thêm tệp danh sách hiệu lực nếu có"]);
  else checks.push(["Hiệu lực theo danh sách lập lúc " + shown(new Date(STATUS.at)), ended ? 0 : 1,
    ended ? (ended.standing === "revoked" ? "đã thu hồi" : "đã được thay thế bởi " + ended.successor) : "không bị thu hồi hay thay thế"]);
}

// ---- the page
const $ = id => document.getElementById(id);
const shown = d => d.toLocaleString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" });
const day = t => t.split("-").reverse().join("/");
function add(parent, kind, text, css) {
  const made = document.createElement(kind);
  made.textContent = text;
  if (css) made.className = css;
  return parent.appendChild(made);
}
function show(told, checks) {
  const out = $("out"), results = checks.map(c => c[1]);
  const verdict = results.includes(0) ? "fails" : results.slice(0, -1).includes(-1) ? "unknown" : "holds";
  out.replaceChildren();
  add(out, "h2", { holds: "Văn bản do hệ thống cấp, không bị sửa", fails: "KHÔNG đứng vững", unknown: "Chưa đủ bằng chứng" }[verdict], verdict);
  const list = add(out, "ul", "");
  for (const [label, result, detail] of checks)
    add(list, "li", label + ": " + ["chưa rõ", "không đúng", "đúng"][result + 1] + (detail ? " – " + detail : ""), ["unknown", "fails", "holds"][result + 1]);
  if (!told) return;
  const facts = add(out, "dl", "");
  for (const [name, value] of [["Số", told.number], ["Đơn vị", told.commune_name + " (" + told.commune + ")"],
    ["Tiêu chí", told.clause + ", ngưỡng " + told.threshold + " %"], ["Kết quả", told.assessment === "met" ? "đạt" : told.assessment],
    ["Số liệu", told.participants + " người tham gia trên " + told.population + " người, chốt ngày " + day(told.as_of)],
    ["Ngày ban hành", day(told.issue_day)], ["Cơ quan", told.issuer]]) { add(facts, "dt", name); add(facts, "dd", value); }
  if (told.demonstration) add(out, "p", "DỮ LIỆU GIẢ LẬP – văn bản trình diễn, không có giá trị", "unknown");
}
async function check(work) {
  const checks = [];
  try {
    const told = await work(checks);
    if (told) ofStatus(told.reference, checks);
    show(told, checks);
  } catch (failure) {
    checks.push(["Đọc nội dung", 0, failure.message]);
    show(null, checks);
  }
}
async function file(chosen) {
  const b = new Uint8Array(await chosen.arrayBuffer());
  if (chosen.name.endsWith(".json")) return status(JSON.parse(utf8(b))).then(() => { $("list").textContent = "Đã nhận danh sách hiệu lực lập lúc " + shown(new Date(STATUS.at)) + "."; }, e => { $("list").textContent = e.message; });
  if (chosen.type.startsWith("image/") && "BarcodeDetector" in window) {
    const [code] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(chosen));
    return check(async checks => { if (!code) throw new Error("Không thấy mã QR trong ảnh."); return qr(code.rawValue, checks); });
  }
  return check(checks => paper(b, checks));
}
async function qr(text, checks) { const read = await vouched(text); ofVouched(read, checks); return read.told; }
$("text").addEventListener("submit", e => { e.preventDefault(); check(checks => qr($("code").value, checks)); });
$("file").addEventListener("change", e => [...e.target.files].forEach(file));
addEventListener("dragover", e => e.preventDefault());
addEventListener("drop", e => { e.preventDefault(); [...e.dataTransfer.files].forEach(file); });
$("made").textContent = shown(new Date(TRUST.made));
})();
