"""The guide that lies in every bundle of evidence (hướng dẫn kiểm tra gói bằng chứng)."""

from typing import Final

NAME: Final = "HUONG-DAN.txt"
_GUIDE: Final = """HƯỚNG DẪN KIỂM TRA GÓI BẰNG CHỨNG

Hồ sơ {dossier}, {commune}, chốt ngày {as_of}.
{people}

1. TRONG GÓI CÓ GÌ
   ho-so.pdf, ho-so.xml, ho-so.json  nguyên hồ sơ, theo thứ tự hình thành
   danh-sach.csv                     danh sách đã lưu
   phat-hien.csv                     kết quả kiểm tra từng dòng
   docs/                             văn bản kết quả đã ban hành (PDF có chữ ký số)
   states.json                       trạng thái cuối của hồ sơ và văn bản
   roster.json                       mã cam kết của từng dòng danh sách
   proofs/                           từng dòng nhật ký kèm bằng chứng nằm trong nhật ký
   checkpoints/                      mốc nhật ký đã ký mà các bằng chứng dẫn tới
   manifest.json, manifest.note      bản kê mã băm SHA-256 mọi tệp, và chữ ký của hệ thống
   policy.txt                        khóa của hệ thống, CHỈ ĐỂ ĐỌC

2. KIỂM TRA KHÔNG CẦN MÁY CHỦ, KHÔNG CẦN MẠNG
   a) Lấy khóa từ nguồn KHÁC gói này: mở trang Trợ giúp của hệ thống, chép mục “policy.txt” vào
      một tệp trên máy của bạn. Ai sửa được gói cũng sửa được policy.txt trong gói, nên khóa đi
      kèm gói không chứng minh điều gì.
   b) Chạy:   ntm-verify verify {name} --policy policy.txt
      Chỉ có Python, gói cryptography và thư mục mã nguồn ntm_verify/trail:
              python -m ntm_verify.trail {name} --policy policy.txt
   c) Có một văn bản giấy: thêm --pin và mốc “số dòng:mã gốc” in ở cuối văn bản.

3. ĐỌC KẾT QUẢ
   Mã thoát 0  Toàn vẹn: mọi tệp đúng như lúc lập, mọi dòng có trong nhật ký đã ký.
   Mã thoát 1  Không đứng vững: câu đầu tiên nêu điểm khác ĐẦU TIÊN và tệp hoặc dòng có điểm đó;
               hoặc văn bản đã bị thu hồi.
   Mã thoát 4  Chưa đủ bằng chứng: thiếu khóa, thiếu tệp, hoặc mốc chưa đủ bên làm chứng.

4. KIỂM TRA BẰNG TAY
   Mở manifest.json, chọn một tệp, tính SHA-256 (Linux: sha256sum TỆP; Windows: certutil -hashfile
   TỆP SHA256) và so với dòng của tệp đó. Mở văn bản trong docs/ bằng phần mềm đọc PDF để xem chữ
   ký số.

5. GÓI NÀY KHÔNG NÓI ĐƯỢC GÌ
   Gói chứng minh hồ sơ tới mốc nhật ký {size} dòng. Văn bản bị thu hồi SAU mốc đó thì gói không
   biết: mở trang xác minh in trên văn bản, hoặc lập gói mới. Số liệu người có thẩm quyền nhập sai
   thì nhật ký ghi trung thực điều sai ấy.
"""
_MASKED: Final = (
    "Họ tên và mã số được che (•••). Mã cam kết trong roster.json vẫn chứng minh đủ số dòng và "
    "không dòng nào bị đổi."
)
_OPEN: Final = (
    "GÓI CÓ DỮ LIỆU CÁ NHÂN: họ tên và mã số để nguyên. Chỉ dùng cho mục đích đã ghi khi lập gói; "
    "xóa khi xong việc."
)


def guide(*, dossier: str, commune: str, as_of: str, masked: bool, size: int) -> bytes:
    """Write the guide for one bundle."""
    people = _MASKED if masked else _OPEN
    told = _GUIDE.format(
        dossier=dossier, commune=commune, as_of=as_of, people=people, size=size, name="GOI.zip"
    )
    return ("\ufeff" + told).replace("\n", "\r\n").encode()
