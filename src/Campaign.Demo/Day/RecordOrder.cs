namespace Campaign.Demo.Day;

/// <summary>A record about to be sent; sent again it is the same request.</summary>
internal sealed record RecordOrder
{
    public string RequestId { get; } = Guid.NewGuid().ToString();

    public required string Campaign { get; init; }

    public required MadeUpCitizen Citizen { get; init; }

    public required string Channel { get; init; }

    public string? Staff { get; init; }

    public string? Ticket { get; init; }

    public string? NeedId { get; init; }

    public required string SerialNumber { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public string? Pem { get; init; }

    public bool Activated { get; init; } = true;

    public Dossier? Dossier { get; init; }

    public object Variables => new
    {
        input = new
        {
            requestId = RequestId,
            campaign = Campaign,
            citizenId = Citizen.Number,
            channel = Channel,
            staff = Staff,
            ticket = Ticket,
            needId = NeedId,
            certificate = Certificate,
            activated = Activated,
            dossier = Dossier,
        },
    };

    /// <summary>The same as a change of provider, which the citizen's code proves.</summary>
    public object SwitchVariables(string consentCode) => new
    {
        input = new
        {
            requestId = RequestId,
            campaign = Campaign,
            citizenId = Citizen.Number,
            consentCode,
            channel = Channel,
            staff = Staff,
            ticket = Ticket,
            needId = NeedId,
            certificate = Certificate,
            dossier = Dossier,
        },
    };

    private object Certificate => new { serialNumber = SerialNumber, issuedAt = IssuedAt, pem = Pem };
}
