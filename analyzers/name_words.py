"""Family names, titles and other words that tell where a name begins."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


FAMILY_NAMES = _words(
    """
    an âu bạch bàng bành bế bùi ca cai cái cao cát cầm cấn chẩu châu chế chu chung chử chương cồ cù
    cung danh diệp doãn dư dương đàm đan đào đặng đậu điền điêu đinh đoàn đỗ đồng đổng đới đường giang
    giáp hà hạ hàn hán hàng hầu hình hoa hoàng hoắc hồ hồng hùng huỳnh hứa kha khang khổng khúc khương
    kiều kim kông la lã lạc lại lâm lê lò lộ lộc lôi lục lư lữ lương lường lưu lý ma mã mạc mạch mai
    mao mẫn nghiêm nghị ngọ ngô ngụy nguyễn nhan nhâm nhữ ninh nông ông phạm phan phí phó phù phùng
    phương quách quan quản quàng quảng sầm sơn sùng sử tạ tào tăng tập tất thạch thái thân thẩm thi
    thiệu thiều thịnh thôi tiêu tô tôn tống trang trần triệu trịnh trưng trương từ tưởng ung ứng văn
    vạn vi viên võ vòng vũ vương xa yên
    """
)
"""Family names of the Kinh and of the larger minorities."""

HONORIFICS = _words(
    """
    bs gs ks ls pgs ths tp ts anh bà bác bé cậu chị chú chúa cháu cố cô cụ cựu dì đức em mợ ngài
    nguyên ông phó sư tân thánh thầy tổng tướng vua
    """
)
"""One syllable before a person's name that is not a part of it."""

TITLES = _phrases(
    """
    đồng chí, tổng bí thư, bí thư, chủ tịch, chủ tịch nước, phó chủ tịch, thủ tướng, phó thủ tướng, bộ
    trưởng, thứ trưởng, giám đốc, tổng giám đốc, phó giám đốc, đại sứ, lãnh sự, tổng thống, quốc
    vương, nữ hoàng, hoàng tử, hoàng hậu, ngoại trưởng, giáo sư, phó giáo sư, tiến sĩ, thạc sĩ, cử
    nhân, bác sĩ, dược sĩ, luật sư, kỹ sư, kĩ sư, nghệ sĩ, ca sĩ, nhạc sĩ, họa sĩ, nhà văn, nhà thơ,
    nhà báo, thiếu úy, trung úy, thượng úy, đại úy, thiếu tá, trung tá, thượng tá, đại tá, thiếu
    tướng, trung tướng, thượng tướng, đại tướng, đô đốc, chuẩn đô đốc, liệt sĩ, anh hùng, hiệu trưởng,
    viện trưởng, trưởng ban, trưởng phòng, chánh án, kiểm sát trưởng, hoa hậu, á hậu, siêu mẫu, diễn
    viên, đạo diễn, huấn luyện viên, cầu thủ, thành phố, tỉnh, huyện, quận, phường, xã, thị xã, thị
    trấn
    """
)
"""Titles of one or more syllables, and the kinds of places, that come before a name."""

PLACES_LIKE_TITLES = _phrases(
    """
    bà chiểu, bà đen, bà điểm, bà huyện, bà nà, bà rịa, bà triệu, bác ái, cô bắc, cô giang, cô tô, cố
    đô, đức cơ, đức hòa, đức huệ, đức linh, đức phổ, đức thọ, đức trọng, ông ích, tân an, tân biên,
    tân bình, tân châu, tân hiệp, tân kỳ, tân lạc, tân phú, tân sơn, tân thành, tân uyên, tân yên,
    thánh gióng
    """
)
"""The first two syllables of names that begin like a title."""

COUNTRIES = _words("anh áo ấn bỉ đức hàn huế lào mĩ mỹ nga nhật pháp séc thái triều trung úc ý")
"""Places of one syllable that are also common words: names only where a capital has no other reason."""

PLACES = COUNTRIES | _phrases(
    """
    ả rập xê út, ai cập, ấn độ, ba lan, bắc kinh, bồ đào nha, campuchia, canada, cuba, đài loan, hà
    lan, hàn quốc, hoa kỳ, hy lạp, indonesia, iran, iraq, israel, malaysia, myanmar, na uy, nam phi,
    nhật bản, pakistan, phần lan, philippines, singapore, syria, tây ban nha, thái lan, thổ nhĩ kỳ,
    thụy điển, thụy sĩ, triều tiên, trung quốc, ukraine, úc, venezuela, việt nam, an giang, bà rịa,
    bạc liêu, bắc giang, bắc kạn, bắc ninh, bến tre, bình dương, bình định, bình phước, bình thuận, cà
    mau, cao bằng, cần thơ, đà nẵng, đắk lắk, đắk nông, điện biên, đồng nai, đồng tháp, gia lai, hà
    giang, hà nam, hà nội, hà tĩnh, hải dương, hải phòng, hậu giang, hòa bình, hồ chí minh, hưng yên,
    khánh hòa, kiên giang, kon tum, lai châu, lạng sơn, lào cai, lâm đồng, long an, nam định, nghệ an,
    ninh bình, ninh thuận, phú thọ, phú yên, quảng bình, quảng nam, quảng ngãi, quảng ninh, quảng trị,
    sóc trăng, sơn la, tây ninh, thái bình, thái nguyên, thanh hóa, thừa thiên huế, tiền giang, trà
    vinh, tuyên quang, vĩnh long, vĩnh phúc, vũng tàu, yên bái
    """
)
"""Places that stand right before the name of somebody from there: Nga Vladimir Putin."""

OPENERS = _words(
    """
    ai ảnh bao báo bên bị bố bởi buổi bước cả các cách cái càng cần cha chẳng chỉ chính cho chồng
    chúng chuyện chưa chứ có coi con còn cũng cùng cuối cuộc dân dấu do dù dưới đã đang đầu đây để đêm
    đến đi điều đó đôi đối đội đồng đơn được đừng gần gặp giá giải giờ giữa gồm hai hãng hay hãy hầu
    hết hiện hình họ hỏi hôm hơn ít kể kết khi khiến khoảng không khu kỳ là lại làm lần lấy liệu loại
    lúc luôn lượng mà mãi mặc mấy mẹ mỗi mọi mới một muốn mức nay này năm nên nếu ngay ngày nghe ngoài
    nhà nhân nhận nhất nhiều nhìn nhờ như nhưng những nó nói nơi nước ở phải phía qua quá quanh quê ra
    rằng rất riêng rồi sáng sao sau sân sẽ song số suốt sự tại tất tháng thay thấy theo thế thêm thì
    thiếu thời thuộc thứ thực tiếp tin tình tối tôi tới tờ trả trận trên trong trước trường tuổi tuy
    tùy từ từng tự và vào vẫn vậy về vì việc với vốn vợ vụ vừa xem xét xin xưa
    """
)
"""Small words that get a capital only because they begin a sentence."""
