"""Turns plain views into pages (dựng trang): Jinja2, escaping on, an unknown name is an error."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response

from ntm_verify.domain.findings import Catalogue
from ntm_verify.domain.people import ROLE_LABELS, Actor, Role

from .assets import Assets
from .language import ENGLISH, NAMES, PARAMETER, VIETNAMESE, Words
from .policy import HOME
from .sentences import Rewriter
from .session import mask

PRODUCT: Final = "Thẩm định tỷ lệ tham gia BHYT"

NAVIGATION: Final[Mapping[Role, tuple[tuple[str, str], ...]]] = {
    Role.COMMUNE: (("/submissions", "Việc cần làm"), ("/submissions/new", "Nộp danh sách")),
    Role.CHAIR: (("/submissions", "Việc cần làm"), ("/submissions/new", "Nộp danh sách")),
    Role.APPRAISER: (
        ("/appraisals", "Hàng đợi"),
        ("/appraisals/statistics", "Thống kê"),
        ("/dashboard", "Toàn tỉnh"),
        ("/delegations", "Ủy quyền"),
    ),
    Role.SIGNER: (
        ("/signing", "Chờ ký"),
        ("/signing/papers", "Đã ban hành"),
        ("/dashboard", "Toàn tỉnh"),
        ("/delegations", "Ủy quyền"),
        ("/waivers", "Miễn áp dụng"),
    ),
    Role.AUDITOR: (
        ("/audit", "Tra cứu"),
        ("/dashboard", "Toàn tỉnh"),
        ("/audit/patterns", "Dấu hiệu"),
        ("/audit/sample", "Mẫu kiểm toán"),
        ("/audit/reviews", "Xem xét tuần"),
        ("/audit/log", "Nhật ký"),
        ("/audit/chain", "Kiểm tra chuỗi"),
    ),
    Role.ADMINISTRATOR: (
        ("/province", "Bộ tiêu chí"),
        ("/dashboard", "Toàn tỉnh"),
        ("/province/targets", "Chỉ tiêu"),
        ("/province/accounts", "Tài khoản"),
        ("/waivers", "Miễn áp dụng"),
        ("/delegations", "Ủy quyền"),
        ("/audit", "Tra cứu"),
        ("/audit/reviews", "Xem xét tuần"),
        ("/audit/log", "Nhật ký"),
        ("/audit/chain", "Kiểm tra chuỗi"),
    ),
    Role.OPERATOR: (
        ("/operations", "Vận hành"),
        ("/audit/log", "Nhật ký"),
        ("/audit/chain", "Kiểm tra chuỗi"),
    ),
    Role.PUBLIC: (("/verify", "Xác minh văn bản"), ("/rules", "Quy tắc kiểm tra")),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation (mục điều hướng)."""

    address: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Other:
    """The same page in the other language (trang bằng ngôn ngữ khác)."""

    language: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page (khung trang): who is there, where to go, the form token.

    `language` is what the page speaks, `other` leads to it in the other language.
    """

    signed_in: bool
    name: str
    office: str
    unit: str
    home: str
    navigation: tuple[Link, ...]
    csrf: str
    request: str
    language: str = VIETNAMESE
    other: Other | None = None


def frame(
    actor: Actor, csrf: str, path: str, *, language: str = VIETNAMESE, query: str = ""
) -> Frame:
    """Build the frame for a visitor on a page (khung trang của một người dùng)."""
    entries = NAVIGATION.get(actor.role, ())
    fitting = [address for address, _ in entries if _lies_under(path, address)]
    current = max(fitting, key=len, default="")
    return Frame(
        signed_in=actor.role is not Role.PUBLIC,
        name=actor.name,
        office=ROLE_LABELS[actor.role],
        unit=actor.unit,
        home=HOME.get(actor.role, "/"),
        navigation=tuple(Link(address, text, address == current) for address, text in entries),
        csrf=mask(csrf) if csrf else "",
        request=actor.request,
        language=language,
        other=_other(language, path, query),
    )


def _other(language: str, path: str, query: str) -> Other:
    """Lead to the same page in the other language, whatever else its address asks."""
    other = ENGLISH if language == VIETNAMESE else VIETNAMESE
    asked = [(name, value) for name, value in parse_qsl(query) if name != PARAMETER]
    return Other(other, NAMES[other], f"{path}?{urlencode([*asked, (PARAMETER, other)])}")


def _lies_under(path: str, address: str) -> bool:
    return path == address or path.startswith(f"{address}/")


def first_capital(text: str) -> str:
    """Begin with a capital and leave the rest: "lãnh đạo UBND xã" keeps its letters."""
    return text[:1].upper() + text[1:]


class Speaking(FileSystemLoader):
    """Reads templates in a language (bộ mẫu theo ngôn ngữ): each is put into it as it is read."""

    def __init__(self, folder: Path, words: Words) -> None:
        """Read from a folder; Vietnamese templates stay as they are."""
        super().__init__(folder)
        self._words = words

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Read a template and put it into the language."""
        source, place, is_fresh = super().get_source(environment, template)
        if self._words.language != VIETNAMESE:
            source = Rewriter(self._words.template).rewrite(source)
        return source, place, is_fresh


class Pages:
    """The templates of all pages (bộ mẫu trang)."""

    def __init__(self, templates: Path) -> None:
        """Open the folder `pages/` of the templates, and read the files of `assets/`."""
        self.assets = Assets.read(templates / "assets")
        self.words = {name: Words.read(name, templates / "languages") for name in NAMES}
        self._speaking = {
            name: self._environment(templates / "pages", words)
            for name, words in self.words.items()
        }

    def learn(self, catalogue: Catalogue) -> None:
        """Know the findings' sentences in other languages, as their own catalogue has them."""
        for words in self.words.values():
            words.learn(catalogue)

    def _environment(self, folder: Path, words: Words) -> Environment:
        """Open the templates in one language."""
        environment = Environment(
            loader=Speaking(folder, words),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(
            capitalize=first_capital, say=words.say, told=words.told, spoken=words.spoken
        )
        environment.globals.update(asset=self.assets.address, product=PRODUCT)
        return environment

    def html(self, template: str, around: Frame, view: object) -> str:
        """Fill a template: it sees the frame as `frame` and the view as `page`."""
        environment = self._speaking[around.language]
        return environment.get_template(template).render(frame=around, page=view)

    def answer(self, template: str, around: Frame, view: object, status: int) -> Response[str]:
        """Answer with a page."""
        html = self.html(template, around, view)
        return Response(html, status_code=status, media_type=MediaType.HTML)
