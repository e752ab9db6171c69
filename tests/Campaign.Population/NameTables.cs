namespace Campaign.Population;

/// <summary>Names and how frequent they are, in percent. Where each figure comes from, and which are assumed: README.md.</summary>
internal static class NameTables
{
    /// <summary>Family names. Hoàng and Huỳnh, and Vũ and Võ, are one each in the source; in the central provinces the second form of each is as frequent.</summary>
    public static readonly Weighted Family = new("""
        Nguyễn 38.4 Trần 11.0 Lê 9.5 Phạm 7.1 Hoàng 3.4 Huỳnh 1.7 Phan 4.5 Vũ 1.2 Võ 2.7 Đặng 2.1 Bùi 2.0 Đỗ 1.4 Hồ 1.3 Ngô 1.3 Dương 1.0 Lý 0.5
        Trương 0.9 Đinh 0.7 Đoàn 0.7 Mai 0.6 Tôn_Thất 0.5 Tôn_Nữ 0.4 Cao 0.5 Trịnh 0.5 Hà 0.5 Lưu 0.4 Thái 0.4 Châu 0.4 Tạ 0.4 Phùng 0.4 Đào 0.4 Văn 0.3 La 0.2
        Lương 0.5 Từ 0.2 Hứa 0.1 Chu 0.2 Nghiêm 0.1 Quách 0.1 Thân 0.2 Hầu 0.05 Bạch 0.1 Kiều 0.1 Đàm 0.1 Vương 0.2 Tống 0.1 Lâm 0.3 Hồ_Đắc 0.05 Thạch 0.1 Viên 0.05
        """);

    public static readonly Weighted MalesBornSince1985 = new("""
        Tuấn 2.711 Hoàng 2.461 Huy 2.225 Anh 2.05 Hiếu 1.994 Hùng 1.981 Nam 1.975 Sơn 1.902 Đức 1.884 Dũng 1.699 Thành 1.618 Đạt 1.56 Cường 1.56 Long 1.55 Trung 1.549
        Hải 1.419 Nguyên 1.401 Thắng 1.399 Minh 1.312 Duy 1.154 Tiến 1.142 Quang 1.114 Phúc 1.048 Trường 1.017 Tài 1.007 Toàn 0.981 Hưng 0.924 Phong 0.909 Tùng 0.894
        Linh 0.866 Khánh 0.861 Bảo 0.858 Quân 0.825 Dương 0.79 Nghĩa 0.777 Lâm 0.776 Vinh 0.766 Bình 0.764 Mạnh 0.751 Việt 0.704 Thịnh 0.683 Hòa 0.683 Tâm 0.658
        Hiệp 0.65 Tân 0.645 Phú 0.643 Phương 0.635 Thiện 0.623 Thái 0.615 Nhật 0.599 Công 0.594 Sang 0.589 Hậu 0.578 Quý 0.567 An 0.565 Phước 0.562 Quốc 0.547 Ngọc 0.535
        Nhân 0.53 Vương 0.513 Khoa 0.503 Trí 0.497 Kiên 0.487 Lộc 0.478 Thanh 0.478 Thuận 0.476 Chiến 0.475 Trọng 0.452 Giang 0.414 Tín 0.383 Phát 0.373 Đại 0.372
        Thông 0.368 Đông 0.346 Phi 0.34 Chung 0.332 Lợi 0.301 Quyền 0.292 Luân 0.271 Khải 0.25 Hoàn 0.243 Thiên 0.241 Danh 0.24 Thọ 0.24 Kiệt 0.236 Lực 0.233 Khang 0.231
        Quyết 0.23 Thạch 0.219 Văn 0.215 Cảnh 0.214 Hiền 0.208 Hào 0.199 Tình 0.198 Thảo 0.196 Thương 0.191
        """);

    public static readonly Weighted FemalesBornSince1985 = new("""
        Trang 4.193 Thảo 3.518 Linh 3.023 Anh 2.462 Phương 2.197 Hằng 2.139 Huyền 2.106 Hà 2.071 Hiền 2.03 Hương 1.719 Ngọc 1.717 Dung 1.697 Nhung 1.685 Thủy 1.648 Nhi 1.622
        Duyên 1.554 Vân 1.495 Quỳnh 1.494 Nga 1.487 Yến 1.477 Trinh 1.464 Thương 1.34 Uyên 1.336 Hạnh 1.305 Ngân 1.217 Oanh 1.192 Trâm 1.162 Ly 1.156 Mai 1.146 Phượng 1.086
        Thúy 1.08 Hoa 1.021 Vy 1.018 Hồng 0.993 Tâm 0.961 Thu 0.943 My 0.942 Giang 0.928 Loan 0.919 Thanh 0.884 Ánh 0.838 Vi 0.836 Lan 0.835 Quyên 0.796 Chi 0.795 Thư 0.744
        Tiên 0.727 Thùy 0.688 Huệ 0.687 Nguyệt 0.674 Như 0.665 Nguyên 0.663 Tuyết 0.635 Diễm 0.619 Liên 0.598 Hòa 0.562 Hường 0.557 Hoài 0.532 Kiều 0.514 Lệ 0.506 Xuân 0.468
        Tuyền 0.468 Thắm 0.464 Diệu 0.399 Dương 0.394 Sương 0.383 An 0.377 Bình 0.366 Bích 0.344 Châu 0.342 Thi 0.338 Hậu 0.323 Mỹ 0.314 Nhàn 0.313 Minh 0.312 Hiếu 0.309
        Trúc 0.29 Hân 0.286 Na 0.285 Đào 0.276 Hải 0.274 Ý 0.266 Hảo 0.253 Cúc 0.248 Trân 0.239 Thoa 0.237 Phúc 0.219 Liễu 0.204 Thơm 0.201 Trà 0.196 Thuận 0.178 Thơ 0.176
        Phụng 0.174 Lành 0.173 Quý 0.162 Hạ 0.152 Diệp 0.149 Tươi 0.143
        """);

    public static readonly Weighted MalesBornBefore1985 = new("""
        Hùng 3.6 Dũng 3.1 Minh 2.8 Tuấn 2.6 Sơn 2.4 Bình 2.4 Thành 2.3 Hải 2.2 Cường 2.0 Long 1.8 Nam 1.8 Tâm 1.7 Hòa 1.6 Phúc 1.5 Thanh 1.5 Lợi 1.4 Vinh 1.4 Quang 1.4 Thắng 1.4
        Đức 1.3 Trung 1.3 Hưng 1.2 Tài 1.2 Tiến 1.2 Hoàng 1.1 Lộc 1.1 Phước 1.1 Xuân 1.0 Ngọc 1.0 An 1.0 Châu 0.9 Thọ 0.9 Phú 0.9 Toàn 0.9 Hiền 0.8 Chiến 0.8 Đông 0.8 Liêm 0.7
        Đạt 0.7 Khoa 0.6 Khánh 0.6 Quý 0.6 Nghĩa 0.6 Trí 0.5 Sang 0.5 Hồng 0.5 Mẫn 0.4 Cảnh 0.4 Thái 0.4 Hiếu 0.4 Bảo 0.4 Kỳ 0.3 Thuận 0.3 Dinh 0.3 Ái 0.2 Khiêm 0.2 Diễn 0.2
        Đăng 0.2 Phụng 0.2 Viễn 0.1 Tịnh 0.1 Cẩm 0.1 Trực 0.1
        """);

    public static readonly Weighted FemalesBornBefore1985 = new("""
        Hương 3.2 Lan 3.0 Hoa 2.8 Hà 2.4 Thủy 2.3 Hồng 2.2 Nga 2.1 Hạnh 2.0 Mai 2.0 Phương 1.9 Loan 1.8 Hằng 1.7 Liên 1.6 Dung 1.6 Vân 1.5 Huệ 1.5 Yến 1.4 Hiền 1.4 Thanh 1.3
        Nguyệt 1.3 Tuyết 1.2 Xuân 1.2 Cúc 1.1 Thu 1.1 Tâm 1.1 Bích 1.0 Ánh 1.0 Oanh 1.0 Nhung 0.9 Thảo 0.9 Ngọc 0.9 Lý 0.8 Hòa 0.8 Bé 0.7 Gái 0.7 Thơm 0.6 Sen 0.6 Lài 0.5 Đào 0.5
        Lành 0.5 Nhàn 0.5 Phượng 0.5 Liễu 0.5 Mận 0.4 Thuận 0.4 Điệp 0.4 Chanh 0.3 Thương 0.3 Hường 0.3 Lệ 0.3 Tịnh 0.2 Ái 0.2 Kim 0.2 Diệu 0.2 Tố 0.1 Thế 0.1 Én 0.1
        """);

    /// <summary>Middle names beside Văn and Thị.</summary>
    public static readonly Weighted MaleMiddle = new("""
        Minh 6 Quốc 6 Hữu 6 Đức 5 Hoàng 5 Thanh 4 Xuân 4 Ngọc 4 Đình 4 Quang 4 Công 3 Trọng 3 Anh 3 Tuấn 3 Viết 2 Thế 2 Duy 2 Nhật 2 Gia 2 Mạnh 2 Bá 2 Phước 2 Đăng 2 Trung 2
        Tấn 2 Hồng 1 Khắc 1 Vĩnh 1 Bảo 1 Thành 1 Chí 1 Thiện 1 Nguyên 1 Phú 1 Sỹ 0.5 Tiến 1 Như 0.5 Cảnh 0.3 Đắc 0.3
        """);

    public static readonly Weighted FemaleMiddle = new("""
        Ngọc 9 Thanh 6 Thu 6 Kim 5 Phương 5 Minh 4 Hồng 4 Bích 4 Mỹ 4 Thùy 4 Hoài 3 Khánh 3 Quỳnh 3 Diệu 3 Bảo 3 Xuân 2 Tuyết 2 Tường 1 Hoàng 2 Như 2 Cẩm 2 Ánh 2 Lan 1 Thúy 2
        Anh 1 Hải 1 Hà 1 Kiều 1 Trúc 1 Gia 1 An 1 Tố 0.5 Vân 1 Nhật 1 Đoan 0.4 Uyên 0.5
        """);

    public static readonly IReadOnlyList<string> FamilyWithStroke = ["Đặng", "Đỗ", "Đinh", "Đoàn", "Đào", "Đàm"];
}
