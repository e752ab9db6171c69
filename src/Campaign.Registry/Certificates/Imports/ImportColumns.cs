using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Registry.Certificates.Imports;

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
public sealed class ImportColumns
{
    private static readonly ImportField[] Needed = [ImportField.CitizenId, ImportField.SerialNumber, ImportField.IssuedAt];

    // As FoldedName folds them, the blanks taken out.
    private static readonly Dictionary<string, ImportField> Names = new (ImportField Field, string Names)[]
    {
        (ImportField.CitizenId,
            "cccd socccd cancuoc socancuoc socancuoccongdan cancuoccongdan sodinhdanh sodinhdanhcanhan cccdcmnd cmndcccd " +
            "socccdcmnd socmndcccd sogiayto citizenid citizennumber identitynumber idnumber nationalid"),
        (ImportField.OtherId,
            "cmnd socmnd cmndcu socmndcu cccdcu socccdcu sogiaytocu sokhac sochungminhnhandan chungminhnhandan otherid " +
            "oldid othernumber oldnumber alsoknownas"),
        (ImportField.Name, "hoten hovaten tencongdan tenkhachhang tenthuebao hotenchuthuebao name fullname holder"),
        (ImportField.BirthDate, "ngaysinh ngaythangnamsinh namsinh birthdate dateofbirth dob"),
        (ImportField.Sex, "gioitinh phai sex gender"),
        (ImportField.Phone, "dienthoai sodienthoai sdt didong phone phonenumber mobile"),
        (ImportField.Ward, "maxa maphuong maphuongxa maxaphuong wardcode ward phuongxa xaphuong"),
        (ImportField.SerialNumber,
            "serial soserial soseri seri serialnumber sochungthu sohieuchungthu soserichungthu soserialchungthu " +
            "soserialchungthuso"),
        (ImportField.IssuedAt,
            "ngaycap ngaytao thoidiemcap ngaycapchungthu ngaycapchungthuso hieuluctu tungay ngayhieuluc issuedat issuedon issuedate validfrom " +
            "notbefore"),
        (ImportField.ValidUntil, "ngayhethan hethan ngayhethanchungthu ngayhethanchungthuso hieulucden denngay ngayhethieuluc validuntil validto expires expirydate notafter"),
        (ImportField.KeyStorage, "luukhoa noiluukhoa hinhthucluukhoa loaichuky loaichukyso hinhthucky keystorage storage"),
        (ImportField.Pem, "pem chungthu chungthuso certificate"),
    }.SelectMany(f => f.Names.Split(' ').Select(name => (name, f.Field))).ToDictionary(n => n.name, n => n.Field);

    /// <summary>Beside the place of issue, which is an identity card's, these are the card's days as likely as the certificate's.</summary>
    private static readonly HashSet<string> CardsToo = ["ngaycap", "issuedat", "issuedon", "issuedate", "ngayhethan", "hethan", "expires", "expirydate"];

    private static readonly string[] PlacesOfIssue = ["noicap", "coquancap", "placeofissue", "issueplace", "issuingplace", "issuingauthority"];

    private readonly int[] places;
    private readonly IReadOnlyList<int> names;

    private ImportColumns(int[] places, IReadOnlyList<int> names, IReadOnlyList<string> header)
    {
        this.places = places;
        this.names = names;
        Header = header;
    }

    /// <summary>The first row, as the file has it.</summary>
    internal IReadOnlyList<string> Header { get; }

    /// <summary>The name of each column that is read, as the file has it.</summary>
    internal IEnumerable<(ImportField Field, string Name)> Read =>
        Enum.GetValues<ImportField>().Where(f => places[(int)f] >= 0)
            .Select(f => (f, f == ImportField.Name ? string.Join(" + ", names.Select(n => Header[n])) : Header[places[(int)f]]));

    /// <summary>What the column at this place holds; null when it is left alone.</summary>
    internal ImportField? At(int place) => names.Contains(place) ? ImportField.Name : Array.IndexOf(places, place) is >= 0 and var field ? (ImportField)field : null;

    internal bool Has(ImportField field) => places[(int)field] >= 0;

    /// <summary>The cell of this field; an empty one when the row is shorter or the file has no such column. A name in several columns is joined.</summary>
    internal Cell In(List<Cell> row, ImportField field) =>
        field == ImportField.Name && names.Count > 1 ? Joined(row) : places[(int)field] is >= 0 and var place && place < row.Count ? row[place] : new("");

    private Cell Joined(List<Cell> row)
    {
        var parts = names.Where(n => n < row.Count).Select(n => row[n]).Where(c => !c.IsEmpty).ToList();
        return parts.FirstOrDefault(p => p.Kind is CellKind.Formula or CellKind.Error) is { Text: not null } wrong
            ? wrong : new(string.Join(' ', parts.Select(p => CellTexts.Plain(p.Text))));
    }

    /// <exception cref="UnreadableFileException">A column that is needed is missing, one is there twice, or one may be the identity card's.</exception>
    internal static ImportColumns Of(List<Cell> header)
    {
        var places = Enum.GetValues<ImportField>().Select(_ => -1).ToArray();
        var parts = new NameColumns();
        var folded = header.Select(c => FoldedName.Of(c.Text).Replace(" ", "", StringComparison.Ordinal)).ToList();
        var placeOfIssue = folded.FindIndex(n => PlacesOfIssue.Any(p => n.StartsWith(p, StringComparison.Ordinal)));
        var cards = new List<(ImportField Field, int Place)>();
        for (var i = 0; i < header.Count; i++)
        {
            if (parts.Take(folded[i], i) || !Names.TryGetValue(folded[i], out var field))
            {
                continue;
            }

            if (placeOfIssue >= 0 && CardsToo.Contains(folded[i]))
            {
                cards.Add((field, i));
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

        var unclear = cards.Where(c => places[(int)c.Field] < 0).ToList();
        if (Needed.FirstOrDefault(f => places[(int)f] < 0 && !unclear.Any(c => c.Field == f), (ImportField)(-1)) is >= 0 and var missing)
        {
            throw new UnreadableFileException(FileFault.ColumnMissing, NameOf(missing));
        }

        if (unclear.Count > 0)
        {
            throw new UnreadableFileException(FileFault.AmbiguousColumn, $"{header[unclear[0].Place].Text} / {header[placeOfIssue].Text}");
        }

        IReadOnlyList<int> names = places[(int)ImportField.Name] is >= 0 and var whole ? [whole] : parts.Places();
        places[(int)ImportField.Name] = names.Count > 0 ? names[0] : -1;
        return new(places, names, [.. header.Select(c => c.Text)]);
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

    /// <summary>The same in English.</summary>
    public static string EnglishNameOf(ImportField field) => field switch
    {
        ImportField.CitizenId => "Citizen number",
        ImportField.OtherId => "Other number",
        ImportField.Name => "Name",
        ImportField.BirthDate => "Birth date",
        ImportField.Sex => "Sex",
        ImportField.Phone => "Phone",
        ImportField.Ward => "Ward code",
        ImportField.SerialNumber => "Serial number",
        ImportField.IssuedAt => "Issued at",
        ImportField.ValidUntil => "Valid until",
        ImportField.KeyStorage => "Key storage",
        ImportField.Pem => "Certificate",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
