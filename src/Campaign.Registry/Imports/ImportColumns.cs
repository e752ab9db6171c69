using Campaign.Registry.Citizens;

namespace Campaign.Registry.Imports;

/// <summary>What a column of a file can hold. The names are the contract's.</summary>
public enum ImportField
{
    CitizenId,
    OtherId,
    Name,
    BirthDate,
    Sex,
    Phone,
    Ward,
    SerialNumber,
    IssuedAt,
    ValidUntil,
    KeyStorage,
    Pem,
}

/// <summary>
/// Which column of a file holds what, told by the names in its first row: Vietnamese or English, with marks or without, in any order. Columns of other names are left alone and come
/// back in the file of verdicts.
/// </summary>
internal sealed class ImportColumns
{
    private static readonly ImportField[] Needed = [ImportField.CitizenId, ImportField.SerialNumber, ImportField.IssuedAt];

    // As FoldedName folds them, the blanks taken out.
    private static readonly Dictionary<string, ImportField> Names = new()
    {
        ["cccd"] = ImportField.CitizenId, ["socccd"] = ImportField.CitizenId, ["cancuoc"] = ImportField.CitizenId, ["socancuoc"] = ImportField.CitizenId,
        ["socancuoccongdan"] = ImportField.CitizenId, ["cancuoccongdan"] = ImportField.CitizenId, ["sodinhdanh"] = ImportField.CitizenId,
        ["sodinhdanhcanhan"] = ImportField.CitizenId, ["cccdcmnd"] = ImportField.CitizenId, ["cmndcccd"] = ImportField.CitizenId, ["socccdcmnd"] = ImportField.CitizenId,
        ["socmndcccd"] = ImportField.CitizenId, ["sogiayto"] = ImportField.CitizenId, ["citizenid"] = ImportField.CitizenId, ["citizennumber"] = ImportField.CitizenId,
        ["identitynumber"] = ImportField.CitizenId, ["idnumber"] = ImportField.CitizenId, ["nationalid"] = ImportField.CitizenId,
        ["cmnd"] = ImportField.OtherId, ["socmnd"] = ImportField.OtherId, ["cmndcu"] = ImportField.OtherId, ["socmndcu"] = ImportField.OtherId, ["cccdcu"] = ImportField.OtherId,
        ["socccdcu"] = ImportField.OtherId, ["sogiaytocu"] = ImportField.OtherId, ["sokhac"] = ImportField.OtherId, ["sochungminhnhandan"] = ImportField.OtherId,
        ["chungminhnhandan"] = ImportField.OtherId, ["otherid"] = ImportField.OtherId, ["oldid"] = ImportField.OtherId, ["othernumber"] = ImportField.OtherId,
        ["oldnumber"] = ImportField.OtherId, ["alsoknownas"] = ImportField.OtherId,
        ["hoten"] = ImportField.Name, ["hovaten"] = ImportField.Name, ["ten"] = ImportField.Name, ["tencongdan"] = ImportField.Name, ["tenkhachhang"] = ImportField.Name,
        ["tenthuebao"] = ImportField.Name, ["hotenchuthuebao"] = ImportField.Name, ["name"] = ImportField.Name, ["fullname"] = ImportField.Name, ["holder"] = ImportField.Name,
        ["ngaysinh"] = ImportField.BirthDate, ["ngaythangnamsinh"] = ImportField.BirthDate, ["namsinh"] = ImportField.BirthDate, ["birthdate"] = ImportField.BirthDate,
        ["dateofbirth"] = ImportField.BirthDate, ["dob"] = ImportField.BirthDate,
        ["gioitinh"] = ImportField.Sex, ["phai"] = ImportField.Sex, ["sex"] = ImportField.Sex, ["gender"] = ImportField.Sex,
        ["dienthoai"] = ImportField.Phone, ["sodienthoai"] = ImportField.Phone, ["sdt"] = ImportField.Phone, ["didong"] = ImportField.Phone, ["phone"] = ImportField.Phone,
        ["phonenumber"] = ImportField.Phone, ["mobile"] = ImportField.Phone,
        ["maxa"] = ImportField.Ward, ["maphuong"] = ImportField.Ward, ["maphuongxa"] = ImportField.Ward, ["maxaphuong"] = ImportField.Ward, ["wardcode"] = ImportField.Ward,
        ["ward"] = ImportField.Ward, ["phuongxa"] = ImportField.Ward, ["xaphuong"] = ImportField.Ward,
        ["serial"] = ImportField.SerialNumber, ["soserial"] = ImportField.SerialNumber, ["soseri"] = ImportField.SerialNumber, ["seri"] = ImportField.SerialNumber,
        ["serialnumber"] = ImportField.SerialNumber, ["sochungthu"] = ImportField.SerialNumber, ["sohieuchungthu"] = ImportField.SerialNumber,
        ["soserichungthu"] = ImportField.SerialNumber, ["soserialchungthu"] = ImportField.SerialNumber, ["soserialchungthuso"] = ImportField.SerialNumber,
        ["ngaycap"] = ImportField.IssuedAt, ["ngaytao"] = ImportField.IssuedAt, ["thoidiemcap"] = ImportField.IssuedAt, ["ngaycapchungthu"] = ImportField.IssuedAt,
        ["hieuluctu"] = ImportField.IssuedAt, ["tungay"] = ImportField.IssuedAt, ["ngayhieuluc"] = ImportField.IssuedAt, ["issuedat"] = ImportField.IssuedAt,
        ["issuedon"] = ImportField.IssuedAt, ["issuedate"] = ImportField.IssuedAt, ["validfrom"] = ImportField.IssuedAt, ["notbefore"] = ImportField.IssuedAt,
        ["ngayhethan"] = ImportField.ValidUntil, ["hethan"] = ImportField.ValidUntil, ["hieulucden"] = ImportField.ValidUntil, ["denngay"] = ImportField.ValidUntil,
        ["ngayhethieuluc"] = ImportField.ValidUntil, ["validuntil"] = ImportField.ValidUntil, ["validto"] = ImportField.ValidUntil, ["expires"] = ImportField.ValidUntil,
        ["expirydate"] = ImportField.ValidUntil, ["notafter"] = ImportField.ValidUntil,
        ["luukhoa"] = ImportField.KeyStorage, ["noiluukhoa"] = ImportField.KeyStorage, ["hinhthucluukhoa"] = ImportField.KeyStorage, ["loaichuky"] = ImportField.KeyStorage,
        ["loaichukyso"] = ImportField.KeyStorage, ["hinhthucky"] = ImportField.KeyStorage, ["keystorage"] = ImportField.KeyStorage, ["storage"] = ImportField.KeyStorage,
        ["pem"] = ImportField.Pem, ["chungthu"] = ImportField.Pem, ["chungthuso"] = ImportField.Pem, ["certificate"] = ImportField.Pem,
    };

    private readonly int[] places;

    private ImportColumns(int[] places, IReadOnlyList<string> header)
    {
        this.places = places;
        Header = header;
    }

    /// <summary>The first row, as the file has it.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The name of each column that is read, as the file has it.</summary>
    public IEnumerable<(ImportField Field, string Name)> Read =>
        Enum.GetValues<ImportField>().Where(f => places[(int)f] >= 0).Select(f => (f, Header[places[(int)f]]));

    public bool Has(ImportField field) => places[(int)field] >= 0;

    /// <summary>The cell of this field; an empty one when the row is shorter or the file has no such column.</summary>
    public Cell In(List<Cell> row, ImportField field) => places[(int)field] is >= 0 and var place && place < row.Count ? row[place] : new("");

    /// <exception cref="UnreadableFileException">A column that is needed is missing, or one is there twice.</exception>
    public static ImportColumns Of(List<Cell> header)
    {
        var places = Enum.GetValues<ImportField>().Select(_ => -1).ToArray();
        for (var i = 0; i < header.Count; i++)
        {
            if (!Names.TryGetValue(FoldedName.Of(header[i].Text).Replace(" ", "", StringComparison.Ordinal), out var field))
            {
                continue;
            }

            if (places[(int)field] >= 0)
            {
                throw new UnreadableFileException(FileFault.ColumnTwice, NameOf(field));
            }

            places[(int)field] = i;
        }

        // A file of identity card numbers alone.
        if (places[(int)ImportField.CitizenId] < 0)
        {
            (places[(int)ImportField.CitizenId], places[(int)ImportField.OtherId]) = (places[(int)ImportField.OtherId], -1);
        }

        return Needed.FirstOrDefault(f => places[(int)f] < 0, (ImportField)(-1)) is >= 0 and var missing
            ? throw new UnreadableFileException(FileFault.ColumnMissing, NameOf(missing))
            : new(places, [.. header.Select(c => c.Text)]);
    }

    /// <summary>In Vietnamese, as the first row may say it.</summary>
    public static string NameOf(ImportField field) => field switch
    {
        ImportField.CitizenId => "Số căn cước",
        ImportField.OtherId => "Số CMND cũ",
        ImportField.Name => "Họ và tên",
        ImportField.BirthDate => "Ngày sinh",
        ImportField.Sex => "Giới tính",
        ImportField.Phone => "Điện thoại",
        ImportField.Ward => "Mã xã",
        ImportField.SerialNumber => "Số sê-ri",
        ImportField.IssuedAt => "Ngày cấp",
        ImportField.ValidUntil => "Ngày hết hạn",
        ImportField.KeyStorage => "Lưu khóa",
        ImportField.Pem => "Chứng thư",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
