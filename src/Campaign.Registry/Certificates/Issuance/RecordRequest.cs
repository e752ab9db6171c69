using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Providers.Badges;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>A record as it was asked for, read as far as it can be without the database.</summary>
internal sealed class RecordRequest
{
    /// <param name="consentCode">Of a switch: the citizen's code, normalised. Null for a record.</param>
    /// <param name="byStaffLogin">A member of the provider's staff asks, and no system.</param>
    public RecordRequest(
        RecordIssuanceInput input, RequestKey key, short providerId, NumberVault vault, ContentSealer sealer, string? consentCode = null, bool byStaffLogin = false)
    {
        ByStaffLogin = byStaffLogin;
        Input = input;
        Key = key;
        ProviderId = providerId;
        var (number, alsoKnownAs) = (CitizenNumber.ParseOrNull(input.CitizenId), CitizenNumber.ParseOrNull(input.AlsoKnownAs));
        Numbers = number is null ? null : StatedNumbers.Of(number, alsoKnownAs);
        (Certificate, CertificateRefusal) = CertificateFacts.Read(input.Certificate);
        NumberKeys = Numbers is null ? [] : vault.KeysOf(Numbers.Own);
        AskedAbout = [.. new[] { Numbers?.Own, Numbers?.Other }.OfType<CitizenNumber>().Select(vault.CurrentKeyOf)];
        StatedHashes = Numbers?.Other is { } other ? [.. vault.KeysOf(other).Select(k => k.Hash)] : null;
        ConsentCode = consentCode;
        object?[] content = ContentOf(input, number, alsoKnownAs, Certificate);
        content = consentCode is null ? content : [.. content, consentCode];
        // Where no holder is given the content is what it was before holders could be: an old request that is sent again is still known.
        content = input.Holder is null ? content : [.. content, input.Holder.AsContent()];
        Content = sealer.Seal(VisitStatement.AsContent(input) is { } visit ? [.. content, visit] : content);
    }

    public RecordIssuanceInput Input { get; }

    public RequestKey Key { get; }

    public short ProviderId { get; }

    public bool ByStaffLogin { get; }

    /// <summary>Whose the badge is that staff name; null when none is named, or none of the registry's.</summary>
    public BadgeBearer? NamedBadge { get; init; }

    /// <summary>Null when citizenId is no citizen number.</summary>
    public StatedNumbers? Numbers { get; }

    /// <summary>The citizen's own number.</summary>
    public CitizenNumber? Number => Numbers?.Own;

    /// <summary>The citizen's number under every key in use.</summary>
    public NumberKey[] NumberKeys { get; }

    public byte[][] NumberHashes => [.. NumberKeys.Select(k => k.Hash)];

    /// <summary>The number stated beside the citizen's own, under every key in use; null when none is, or the same.</summary>
    public byte[][]? StatedHashes { get; }

    /// <summary>The numbers that the request asks about: what quotas count. The citizen's own comes first.</summary>
    public IReadOnlyList<NumberKey> AskedAbout { get; }

    /// <summary>Of a switch, the citizen's code; null for a record.</summary>
    public string? ConsentCode { get; }

    public CertificateFacts? Certificate { get; }

    public InvalidCertificate? CertificateRefusal { get; }

    /// <summary>What is said of the citizen beside the number; null when that is nothing.</summary>
    public PersonDetails? Details => HolderInput.DetailsOf(Input.Holder, Certificate?.Shown?.SubjectName);

    public static IssuanceOrigin OriginOf(Channel channel) => channel switch
    {
        Channel.ProviderApp => IssuanceOrigin.ProviderApp,
        Channel.DoorToDoor => IssuanceOrigin.DoorToDoor,
        Channel.Need => IssuanceOrigin.Need,
        _ => throw new ArgumentOutOfRangeException(nameof(channel)),
    };

    /// <summary>The normalised input without ticket and staff: what "the same content" means.</summary>
    public SealedContent Content { get; }

    public Ticket? OpenTicket(TicketSealer tickets) => string.IsNullOrEmpty(Input.Ticket) ? null : tickets.Open(Input.Ticket);

    public CitizenAsk Ask(int campaignId, Guid? staffId, string answer, DateTimeOffset now) =>
        new(Guid.CreateVersion7(now), now, campaignId, ProviderId, staffId, ConsentCode is null ? "RECORD" : "SWITCH", Input.Channel, AskedAbout[0], answer);

    public IEnumerable<NpgsqlBatchCommand> AlsoKnownAsStatements(int campaignId, Guid? staffId, DateTimeOffset now)
    {
        if (AskedAbout.Count > 1)
        {
            yield return new CitizenAsk(
                Guid.CreateVersion7(now), now, campaignId, ProviderId, staffId, "ALSO_KNOWN_AS", Input.Channel, AskedAbout[1], "CLAIMED").Insert();
            yield return NumberClaim.Insert(AskedAbout[0], AskedAbout[1], ProviderId, now);
        }
    }

    private static object?[] ContentOf(RecordIssuanceInput input, CitizenNumber? number, CitizenNumber? alsoKnownAs, CertificateFacts? certificate)
    {
        static string? At(DateTimeOffset? instant) => instant is { } i ? Instant.Write(i) : null;
        return
        [
            input.Campaign,
            number?.Digits ?? input.CitizenId,
            alsoKnownAs?.Digits ?? input.AlsoKnownAs,
            input.Channel,
            input.NeedId,
            At(input.RegisteredInAppAt),
            certificate?.SerialNumber ?? input.Certificate.SerialNumber,
            At(input.Certificate.IssuedAt),
            At(input.Certificate.ValidUntil),
            input.Certificate.KeyStorage,
            certificate?.Shown?.Hash is { } hash ? Convert.ToHexString(hash) : input.Certificate.Pem,
            input.Activated,
            input.Dossier?.ContractNumber,
            input.Dossier?.ContractSignedOn,
            At(input.Dossier?.HandedOverAt),
            input.Dossier?.ReceivedByCitizen,
            input.Dossier?.RecipientName,
            At(input.Dossier?.ConsentGivenAt),
        ];
    }
}
