"""What went out to people and programs (gửi thông báo, webhook), for a province's administrator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.delivery import STATE_LABELS, Attempt, DeliveryState, code_text
from ntm_verify.domain.errors import Conflict, InvalidInput
from ntm_verify.domain.notice import FOR_PROGRAMS
from ntm_verify.domain.notice_words import LABELS, title
from ntm_verify.domain.people import ROLE_LABELS
from ntm_verify.domain.webhook import HookState, Webhook, write_secret
from ntm_verify.domain.wording import moment
from ntm_verify.usecases.ports import Told
from ntm_verify.usecases.read_outbox import OutboxPage, ReadOutbox, read_outbox
from ntm_verify.usecases.read_webhooks import HookFile, ReadWebhooks, read_webhooks
from ntm_verify.usecases.register_webhook import RegisterWebhook, register_webhook
from ntm_verify.usecases.replay_delivery import ReplayDelivery, replay_delivery
from ntm_verify.usecases.switch_webhook import SwitchWebhook, switch_webhook

from .forms import FieldError, Form
from .policy import ADMINISTRATOR
from .session import AnyRequest
from .visit import Visit, go

PER_PAGE: Final = 50
CALLS_PER_PAGE: Final = 20
TAGS: Final = {
    DeliveryState.INSIDE: "mute",
    DeliveryState.WAITING: "warn",
    DeliveryState.SENT: "pass",
    DeliveryState.FAILED: "fail",
}
HOOK_TAGS: Final = {
    HookState.ACTIVE: ("pass", "đang gọi"),
    HookState.PAUSED: ("mute", "tạm ngừng"),
    HookState.FAILING: ("fail", "tự ngừng vì lỗi kéo dài"),
    HookState.ENDED: ("mute", "đã bỏ"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in word and colour (nhãn trạng thái)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter of the list (bộ lọc)."""

    address: str
    text: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One delivery (một lần gửi); `next` is when it is tried again, "" if it is not."""

    id: str
    at: str
    title: str
    to: str
    tag: Tag
    code: str
    tries: int
    next: str
    can_send: bool
    log: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxView:
    """The letters of the province (trang gửi thông báo)."""

    rows: tuple[LetterRow, ...]
    choices: tuple[Choice, ...]
    page: int
    pages: int
    query: str
    has_mail: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class HookRow:
    """One webhook (một webhook)."""

    id: str
    label: str
    url: str
    tag: Tag
    kinds: tuple[str, ...]
    made: str
    version: int
    is_active: bool
    is_ended: bool


@dataclass(frozen=True, slots=True)
class KindOption:
    """One kind of event to choose (loại sự kiện)."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class HooksView:
    """The webhooks of the province and the form for another (trang webhook)."""

    rows: tuple[HookRow, ...]
    kinds: tuple[KindOption, ...]
    label: str
    url: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class HookView:
    """One webhook and the calls to it (một webhook và các lần gọi)."""

    hook: HookRow
    rows: tuple[LetterRow, ...]
    counts: str
    page: int
    pages: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SecretView:
    """The secret of a new webhook, shown this once (khóa bí mật)."""

    hook: HookRow
    secret: str


class OutboxController(Controller):
    """Letters and webhooks of a province (gửi thông báo)."""

    path = "/notices"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/letters")
    async def letters(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """List letters by state (tình hình gửi)."""
        asked = ReadOutbox(_state(request), _page(request))
        found = await read_outbox(visit.ports, visit.actor, asked)
        return visit.page("province/notices.html", _outbox(found, asked))

    @post("/letters/{delivery_id:uuid}/replay")
    async def send_again(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        delivery_id: FromPath[UUID],
    ) -> Response[Any]:
        """Put a letter or a call back in line (gửi lại)."""
        hook = form.text("hook")
        try:
            await replay_delivery(visit.ports, visit.actor, ReplayDelivery(delivery_id))
        except Conflict as refused:
            found = await read_outbox(visit.ports, visit.actor, ReadOutbox())
            view = _outbox(found, ReadOutbox(), str(refused))
            return visit.page("province/notices.html", view, 409)
        back = f"/notices/webhooks/{UUID(hook)}" if _is_id(hook) else "/notices/letters"
        return go(back)

    @get("/webhooks")
    async def hooks(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """List webhooks, with the form for another (webhook)."""
        found = await read_webhooks(visit.ports, visit.actor, ReadWebhooks())
        return visit.page("province/webhooks.html", _hooks(found, Form(), ()))

    @post("/webhooks", opt={"confirm": True})
    async def register(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Register a webhook and show its secret, this once (đăng ký webhook)."""
        chosen = frozenset(k.value for k in FOR_PROGRAMS if form.text(f"kind-{k.value}"))
        asked = RegisterWebhook(form.text("label"), form.text("url"), chosen)
        try:
            hook = await register_webhook(visit.ports, visit.actor, asked)
        except (InvalidInput, Conflict) as refused:
            found = await read_webhooks(visit.ports, visit.actor, ReadWebhooks())
            view = _hooks(found, form, (FieldError("url", str(refused)),))
            return visit.page("province/webhooks.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        secret = SecretView(_hook(hook), write_secret(hook.secret))
        return visit.page("province/webhook_secret.html", secret)

    @get("/webhooks/{hook_id:uuid}")
    async def hook(
        self, request: AnyRequest, visit: NamedDependency[Visit], hook_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show a webhook with every try of every call (một webhook)."""
        page = _page(request)
        found = await read_webhooks(visit.ports, visit.actor, ReadWebhooks(hook_id, page))
        return visit.page("province/webhook.html", _one(found, page))

    @post("/webhooks/{hook_id:uuid}/state")
    async def switch(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        hook_id: FromPath[UUID],
    ) -> Response[Any]:
        """Pause, resume or end a webhook (ngừng, mở lại, bỏ)."""
        wanted = form.text("to")
        to = HookState(wanted) if wanted in set(HookState) else HookState.FAILING
        await switch_webhook(
            visit.ports, visit.actor, SwitchWebhook(hook_id, form.whole("seen"), to)
        )
        ended = to is HookState.ENDED
        return go("/notices/webhooks" if ended else f"/notices/webhooks/{hook_id}")


def _page(request: AnyRequest) -> int:
    asked = request.query_params.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 1  # noqa: PLR2004 - pages


def _state(request: AnyRequest) -> DeliveryState | None:
    asked = request.query_params.get("state", "")
    return DeliveryState(asked) if asked in set(DeliveryState) else None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _outbox(found: OutboxPage, asked: ReadOutbox, problem: str = "") -> OutboxView:
    total = sum(found.counts.values())
    choices = [Choice("/notices/letters", "tất cả", total, asked.state is None)]
    for state in DeliveryState:
        address, current = f"/notices/letters?state={state.value}", asked.state is state
        choices.append(Choice(address, STATE_LABELS[state], found.counts.get(state, 0), current))
    listed = total if asked.state is None else found.counts.get(asked.state, 0)
    return OutboxView(
        tuple(_letter(told, _person(found, told.delivery.recipient)) for told in found.items),
        tuple(choices),
        max(asked.page, 1),
        max(1, -(-listed // PER_PAGE)),
        f"state={asked.state.value}&" if asked.state else "",
        found.has_mail,
        problem,
    )


def _person(found: OutboxPage, account_id: str) -> str:
    account = found.accounts.get(account_id)
    return f"{account.name} ({ROLE_LABELS[account.role]})" if account else account_id


def _letter(told: Told, to: str, tries: tuple[Attempt, ...] = ()) -> LetterRow:
    d, waits = told.delivery, told.delivery.state is DeliveryState.WAITING
    done = d.state in {DeliveryState.SENT, DeliveryState.INSIDE}
    return LetterRow(
        str(d.id),
        moment(told.happening.at),
        title(told.happening),
        to,
        Tag(TAGS[d.state], STATE_LABELS[d.state]),
        code_text(d.code),
        d.attempts,
        moment(d.due) if waits and d.attempts else "",
        not done or bool(tries),
        tuple(f"{moment(t.at)}: {code_text(t.code)} ({t.milliseconds} ms)" for t in tries),
    )


def _hooks(found: HookFile, form: Form, errors: tuple[FieldError, ...]) -> HooksView:
    options = (
        KindOption(kind.value, LABELS[kind], bool(form.text(f"kind-{kind.value}")))
        for kind in FOR_PROGRAMS
    )
    rows = tuple(map(_hook, found.hooks))
    return HooksView(rows, tuple(options), form.text("label"), form.text("url"), errors)


def _hook(hook: Webhook) -> HookRow:
    return HookRow(
        str(hook.id),
        hook.label,
        hook.url,
        Tag(*HOOK_TAGS[hook.state]),
        tuple(LABELS[kind] for kind in FOR_PROGRAMS if kind in hook.kinds),
        moment(hook.made_at),
        hook.version,
        hook.state is HookState.ACTIVE,
        hook.state is HookState.ENDED,
    )


def _one(found: HookFile, page: int, problem: str = "") -> HookView:
    rows = tuple(
        _letter(told, "", found.attempts.get(told.delivery.id, ())) for told in found.items
    )
    pages = max(1, -(-sum(found.counts.values()) // CALLS_PER_PAGE))
    return HookView(_hook(found.hooks[0]), rows, _counted(found.counts), page, pages, problem)


def _counted(counts: Mapping[DeliveryState, int]) -> str:
    told = [f"{counts[state]} {STATE_LABELS[state]}" for state in DeliveryState if state in counts]
    return ", ".join(told)
