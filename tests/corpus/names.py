"""What stands in a column of names, right or wrong."""

from collections.abc import Mapping
from typing import Final

from .rows import Build, by_hand, listing, spare, with_names, xlsx

FILES: Final[Mapping[str, Build]] = {
    "ten-bo-trong.xlsx": lambda: xlsx(with_names("", "   ", "\u00a0")),
    "ten-co-so-va-ky-hieu.xlsx": lambda: xlsx(with_names("Trịnh Văn Khang 2", "Mai Thị L@an")),
    "ten-mat-chu.xlsx": lambda: xlsx(with_names("Nguy?n V?n M?u", "Tr\ufffdn Thị Thử")),
    "ten-khong-phai-ten.xlsx": lambda: xlsx(with_names("Không có", "12345", "hết")),
    "hai-nguoi-mot-o.xlsx": lambda: xlsx(
        with_names("Trịnh Văn Khang, Mai Thị Loan", "Cao Đức Toàn và Tạ Văn Lộc")
    ),
    "ten-qua-dai.xlsx": lambda: xlsx(
        with_names("Công Tằng Tôn Nữ Hoàng Ngọc Bảo Trân Châu Quỳnh Dao Minh Nguyệt")
    ),
    "ten-dang-ngo.xlsx": lambda: xlsx(
        with_names("test", "B", "Trịnh Văn Khang (Tý)", "Laaan Thị Mến", "Trn Vn Khng")
    ),
    "ten-dau-cach-thua.xlsx": lambda: xlsx(
        with_names("  Trịnh  Văn Khang ", "Mai\u00a0Thị Loan", "Cao\u200bĐức Toàn")
    ),
    "ten-dau-roi.xlsx": lambda: xlsx(with_names("Tri\u0323nh Va\u0306n Ho\u0300a")),
    "ten-chu-D-khac.xlsx": lambda: xlsx(with_names("Ðinh Ngọc Hà")),
    "ten-phong-cu-mot-o.xlsx": lambda: xlsx(with_names("NguyÔn V¨n Khoan", "Nguyá»…n VÄƒn An")),
    "ten-dan-toc.xlsx": lambda: xlsx(
        with_names("H'Hen Niê", "Y Blô Êban", "Giàng", "K\u2019Brêu", "Vừ A Dính")
    ),
    "ten-viet-hoa.xlsx": lambda: xlsx(with_names("TRỊNH VĂN KHANG", "MAI THỊ LOAN")),
    "ten-khong-dau.xlsx": lambda: xlsx(with_names("Trinh Van Khang", "Mai Thi Loan")),
    "ten-nuoc-ngoai.xlsx": lambda: xlsx(with_names("Jean-Pierre Müller", "François O'Neil")),
    "ten-ho-Tong.xlsx": lambda: xlsx(
        with_names("Tống Văn Cộng", "Tổng Thị Hợp", "Cồng Văn Giảm", "Giảm Thị Tăng")
    ),
    "chen-cong-thuc.xlsx": lambda: by_hand(
        listing(
            ['=HYPERLINK("http://a.invalid")', spare(0), "", "Thôn 1"],
            ["Mai Thị Loan", spare(1), "", "=1+1"],
            ["@SUM(A1)", spare(2), "", "Thôn 1"],
        )
    ),
}
