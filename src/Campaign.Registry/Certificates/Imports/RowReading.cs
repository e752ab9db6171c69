using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Licences;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// Reads one row: each cell by the same rules as the API's inputs, and against one another. The first fault that is found is told, in the order of the fields; what is not wholly right
/// is not recorded.
/// </summary>
/// <param name="columns">Where each field is.</param>
/// <param name="since1904">The epoch of the workbook's dates.</param>
/// <param name="opensAt">When the campaign opens: what is imported was made before (HUE-2.3).</param>
/// <param name="now">The registry's instant at the start of the run.</param>
/// <param name="issuers">Who may stand as issuer in a certificate of this provider's.</param>
internal sealed class RowReading(ImportColumns columns, bool since1904, DateTimeOffset opensAt, DateTimeOffset now, short providerId, ProviderIssuers? issuers)
{
    private const int MaxName = 120;
    private const int MaxWardCode = 20;

    private readonly DateOnly today = VietnamTime.DateOf(now);

    public (ImportedRow? Row, MalformedRow? Malformed) Read(List<Cell> row)
    {
        // Every cell that is read is there as what it says, or the row is not taken.
        foreach (var (field, _) in columns.Read)
        {
            var cell = columns.In(row, field);
            if (Unusable(cell, field) is { } unusable)
            {
                return Wrong(field, unusable);
            }
        }

        var (number, fault) = NumberIn(row, ImportField.CitizenId);
        if (fault is not null || number is null)
        {
            return Wrong(ImportField.CitizenId, fault ?? RowFault.Missing);
        }

        // Who it is, the row's own number says: what a tool has made of the other one could be anybody's, and is left out.
        (var other, fault) = NumberIn(row, ImportField.OtherId);
        MalformedRow? leftOut = fault is RowFault.LeadingZerosLost or RowFault.NumberTakenForQuantity ? new(ImportField.OtherId, fault.Value) : null;
        if (fault is not null && leftOut is null)
        {
            return Wrong(ImportField.OtherId, fault.Value);
        }

        // A CMND identifies nobody since it became void: beside a CCCD it is what is claimed, in whichever column the two stand (ADR 0039).
        if (number.Kind == NumberKind.Cmnd && other?.Kind == NumberKind.Cccd)
        {
            (number, other) = (other, number);
        }

        var (details, wrong) = DetailsIn(row, number);
        if (wrong is { } inDetails)
        {
            return (null, inDetails);
        }

        var (certificate, wrongCertificate) = CertificateIn(row);
        return wrongCertificate is { } inCertificate
            ? (null, inCertificate)
            : (new(number, other is not null && other.IsSameAs(number) ? null : other, details, certificate!, leftOut), null);
    }

    /// <summary>What the column at this place holds; null when it is not read.</summary>
    public ImportField? FieldAt(int place) => columns.At(place);

    private static (ImportedRow? Row, MalformedRow? Malformed) Wrong(ImportField field, RowFault fault) => (null, new MalformedRow(field, fault));

    private static RowFault? Unusable(Cell cell, ImportField field) => cell switch
    {
        { Kind: CellKind.Formula } => RowFault.Formula,
        { Kind: CellKind.Error } => RowFault.CellError,
        { Text.Length: > TableLimits.CellCharacters } => RowFault.TooLong,
        _ when cell.Text.Contains('\uFFFD', StringComparison.Ordinal) => RowFault.EncodingBroken,
        _ when cell.Text.StartsWith('=') && CellTexts.AsText(cell.Text) is null && field != ImportField.Pem => RowFault.Formula,
        _ when cell.Text.StartsWith('#') && cell.Text is "#REF!" or "#N/A" or "#VALUE!" or "#NAME?" or "#DIV/0!" or "#NUM!" or "#NULL!" => RowFault.CellError,
        _ => null,
    };

    private string Text(List<Cell> row, ImportField field) => CellTexts.Plain(columns.In(row, field).Text);

    private (CitizenNumber? Number, RowFault? Fault) NumberIn(List<Cell> row, ImportField field)
    {
        var text = Text(row, field);
        if (text.Length == 0)
        {
            return (null, null);
        }

        if (!CitizenNumber.TryParse(text, out var number))
        {
            return (null, CellTexts.HasLostZeros(text) ? RowFault.LeadingZerosLost : CellTexts.IsNumberTakenForQuantity(text) ? RowFault.NumberTakenForQuantity : RowFault.NotACitizenNumber);
        }

        return number.CouldBeBorneOn(today) ? (number, null) : (null, RowFault.NotBornYet);
    }

    private (ImportedDetails? Details, MalformedRow? Wrong) DetailsIn(List<Cell> row, CitizenNumber number)
    {
        var name = Text(row, ImportField.Name) is { Length: > 0 } written ? string.Join(' ', LatinLetters.Together(written).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;
        name = name is null ? null : BrokenNames.Mended(name) ?? "";
        var folded = name is null ? null : FoldedName.Of(name);
        if (name is not null && (name.Length > MaxName || name.Any(c => char.IsDigit(c) || char.IsControl(c)) || folded is ""))
        {
            return (null, new(ImportField.Name, RowFault.NameNotRead));
        }

        var birth = columns.In(row, ImportField.BirthDate);
        var (day, year, fault) = birth.IsEmpty ? (null, null, null) : ImportDates.Birth(birth, since1904);
        if (fault is not null)
        {
            return (null, new(ImportField.BirthDate, fault.Value));
        }

        if (year is not null && ((number.BirthYear is { } inNumber && inNumber != year) || year > today.Year))
        {
            return (null, new(ImportField.BirthDate, RowFault.BirthDisagreesWithNumber));
        }

        var sex = FoldedName.Of(Text(row, ImportField.Sex));
        bool? female = sex switch { "nu" or "female" or "f" or "woman" => true, "nam" or "male" or "m" or "man" => false, _ => null };
        if (female is null && sex.Length > 0)
        {
            return (null, new(ImportField.Sex, RowFault.SexNotRead));
        }

        if (female is not null && number.IsFemale is { } byNumber && byNumber != female)
        {
            return (null, new(ImportField.Sex, RowFault.SexDisagreesWithNumber));
        }

        var phone = Text(row, ImportField.Phone) is { Length: > 0 } dialled ? PhoneNumber.Normal(dialled) ?? "" : null;
        if (phone is "")
        {
            return (null, new(ImportField.Phone, RowFault.PhoneNotRead));
        }

        var ward = Text(row, ImportField.Ward) is { Length: > 0 } code ? code : null;
        if (ward?.Length > MaxWardCode)
        {
            return (null, new(ImportField.Ward, RowFault.TooLong));
        }

        // The number says the sex too, but only what somebody said is kept.
        return name is null && day is null && phone is null ? (null, null) : (new(name, folded, day, female, phone, ward), null);
    }

    private (CertificateFacts? Facts, MalformedRow? Wrong) CertificateIn(List<Cell> row)
    {
        var serial = Text(row, ImportField.SerialNumber);
        var begins = columns.In(row, ImportField.IssuedAt);
        if (serial.Length == 0 || begins.IsEmpty)
        {
            return (null, new(serial.Length == 0 ? ImportField.SerialNumber : ImportField.IssuedAt, RowFault.Missing));
        }

        var (issuedAt, fault) = ImportDates.Beginning(begins, since1904);
        if (issuedAt is null)
        {
            return (null, new(ImportField.IssuedAt, fault!.Value));
        }

        var ends = columns.In(row, ImportField.ValidUntil);
        (var validUntil, fault) = ends.IsEmpty ? (null, null) : ImportDates.End(ends, since1904);
        if (fault is not null)
        {
            return (null, new(ImportField.ValidUntil, fault.Value));
        }

        var storage = FoldedName.Of(Text(row, ImportField.KeyStorage)).Replace(" ", "", StringComparison.Ordinal);
        KeyStorage? kept = storage switch
        {
            "" or "remote" or "kysotuxa" or "tuxa" or "remotesigning" or "cloud" or "hsm" => KeyStorage.Remote,
            "usbtoken" or "usb" or "token" => KeyStorage.UsbToken,
            "simpki" or "sim" => KeyStorage.SimPki,
            _ => null,
        };
        if (kept is null)
        {
            return (null, new(ImportField.KeyStorage, RowFault.KeyStorageNotKnown));
        }

        // Of a number a spreadsheet keeps fifteen digits, and 6404E12 is one to it.
        if (columns.In(row, ImportField.SerialNumber).Kind == CellKind.Number || CellTexts.IsQuantity(serial))
        {
            return (null, new(ImportField.SerialNumber, RowFault.SerialTakenForNumber));
        }

        serial = CellTexts.Serial(serial);
        var pem = Text(row, ImportField.Pem) is { Length: > 0 } block ? block : null;
        if (!CertificateFacts.TryNormalise(serial, out _))
        {
            return (null, new(ImportField.SerialNumber, RowFault.NotHexadecimal));
        }

        // A day beside the certificate itself says less and contradicts nothing: where it is the certificate's day in Vietnam, the certificate's own instant holds.
        if (pem is not null && CertificateFacts.TimesIn(pem) is var (notBefore, notAfter))
        {
            issuedAt = ImportDates.DayAlone(begins, since1904) == VietnamTime.DateOf(notBefore) ? notBefore : issuedAt;
            validUntil = !ends.IsEmpty && ImportDates.DayAlone(ends, since1904) == VietnamTime.DateOf(notAfter) ? notAfter : validUntil;
        }

        var (facts, refusal) = CertificateFacts.Read(new(serial, issuedAt.Value, validUntil, kept.Value, pem));
        if (facts is null)
        {
            return (null, new(ImportField.Pem, refusal!.Field == "pem" ? RowFault.PemNotRead : RowFault.PemDisagrees));
        }

        if (facts.Shown is { } shown && (!BackdatingRule.Fits(issuedAt.Value, shown.NotBefore) || (validUntil is { } end && !shown.EndsAt(end))))
        {
            return (null, new(ImportField.Pem, RowFault.PemDisagrees));
        }

        return WindowFault(facts) is { } outside ? (null, outside) : (facts, null);
    }

    private MalformedRow? WindowFault(CertificateFacts facts)
    {
        if (StatedInstantsRule.IsBeforeProviders(facts.IssuedAt))
        {
            return new(ImportField.IssuedAt, RowFault.BeforeProviders);
        }

        if (facts.IssuedAt >= opensAt)
        {
            return new(ImportField.IssuedAt, RowFault.AfterTheOpening);
        }

        if (facts.ValidUntil <= facts.IssuedAt)
        {
            return new(ImportField.ValidUntil, RowFault.EndsBeforeItBegins);
        }

        if (facts.ValidUntil <= now)
        {
            return new(ImportField.ValidUntil, RowFault.HasExpired);
        }

        return facts.Shown is { } shown && issuers?.Agree(providerId, shown.IssuerNames) == false ? new(ImportField.Pem, RowFault.IssuerIsAnothers) : null;
    }
}
