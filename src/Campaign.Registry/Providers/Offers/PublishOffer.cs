using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Offers;

/// <param name="PolicyVietnamese">In the provider's own words; an <see cref="TypedText.OfferPolicy"/>, like the English.</param>
/// <param name="YearlyPrice">Whole đồng for a year after the free one, VAT included.</param>
/// <param name="Phone">The provider's own line; null when it names none.</param>
/// <param name="EffectiveFrom">Null: from this transaction on.</param>
public sealed record PublishOfferInput(
    string Campaign, string ProviderCode, string PolicyVietnamese, string PolicyEnglish, int YearlyPrice, string? Phone, DateTimeOffset? EffectiveFrom);

public sealed record OfferPublished(Provider Provider, ProviderOffer Offer);

/// <summary>The offer cannot be as it is described. Field: which part of the input.</summary>
public sealed record InvalidOffer(string Field, Text What) : FieldRefusal(Field, What)
{
    public override Clause? Clause => Clause.PricesArePublished;
}

/// <summary>
/// <para>
/// The department publishes what a provider says of itself to citizens, and what it asks for a year after the free one (HUE-1.2, DT-5). It stands on the provider's card from then on; earlier offers stay as history, and
/// none is ever rewritten. Asked again with equal input, the answer is the offer that it made.
/// </para>
/// <para>Refusals, in order: ProviderNotParticipating, InvalidOffer, BeginsTooEarly.</para>
/// </summary>
public sealed class PublishOffer(UnitOfWork unitOfWork, ProviderDirectory providers) : ICommand<PublishOfferInput, OfferPublished>
{
    public const int MaxPrice = 100_000_000;

    private const string LastSql = """
        select o.policy_vi, o.policy_en, o.yearly_price, o.phone, o.effective_from
        from registry.provider_offers o join registry.campaign_codes c on c.id = o.campaign_id where c.code = $1 and o.provider_id = $2 order by o.effective_from desc limit 1
        """;

    private const string InsertSql = """
        insert into registry.provider_offers (provider_id, campaign_id, effective_from, policy_vi, policy_en, yearly_price, phone, published_by, published_at)
        select $2, c.id, $3, $4, $5, $6, $7, $8, $9 from registry.campaign_codes c where c.code = $1
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ProviderNotParticipating), typeof(InvalidOffer), typeof(BeginsTooEarly)];

    public async Task<Answer<OfferPublished>> HandleAsync(Caller caller, PublishOfferInput input, CancellationToken cancel)
    {
        if (await providers.IdOfAsync(input.ProviderCode, cancel) is not { } providerId)
        {
            return new ProviderNotParticipating(null);
        }

        var provider = await providers.ByIdAsync(providerId, cancel);
        return await unitOfWork.RunAsync(caller.Viewer, (work, _) => PublishAsync(work, caller, input, providerId, provider), [BeginsTooEarly.Constraint], cancel);
    }

    private static async Task<Decision<Answer<OfferPublished>>> PublishAsync(Work work, Caller caller, PublishOfferInput input, short providerId, Provider provider)
    {
        await using var look = work.Batch();
        look.BatchCommands.Add(ParticipationHistory.Read(input.Campaign, providerId));
        look.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await look.ReadAsync(work.Cancel);
        var history = await results.NextAsync(ParticipationHistory.FromAsync);
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        await results.DisposeAsync();
        var last = await LastAsync(work, input.Campaign, providerId);
        if (ProviderTakesPartRule.Judge(history, now) is { } outside)
        {
            return Decision.Discard<Answer<OfferPublished>>(outside);
        }

        var offer = new ProviderOffer(
            new(input.PolicyVietnamese.Trim(), input.PolicyEnglish.Trim()), input.YearlyPrice, string.IsNullOrWhiteSpace(input.Phone) ? null : input.Phone.Trim(), input.EffectiveFrom ?? now);
        if (last is not null && last == offer with { EffectiveFrom = input.EffectiveFrom ?? last.EffectiveFrom })
        {
            return Decision.Discard<Answer<OfferPublished>>(new OfferPublished(provider, last));
        }

        if (((Refusal?)Judge(offer) ?? BeginsTooEarly.Judge(input.EffectiveFrom, now, last?.EffectiveFrom)) is { } refused)
        {
            return Decision.Discard<Answer<OfferPublished>>(refused);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Text(input.Campaign), Sql.Small(providerId), Sql.At(offer.EffectiveFrom), Sql.Text(offer.Policy.Vietnamese), Sql.Text(offer.Policy.English),
            Sql.Int(offer.YearlyPrice), Sql.Text(offer.Phone), Sql.Text(caller.RequestOwner), Sql.At(now)));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "OFFER_PUBLISHED", null, caller.RequestOwner, JsonSerializer.Serialize(new { campaign = input.Campaign, provider = provider.Code, offer })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<OfferPublished>>(new OfferPublished(provider, offer));
    }

    private static InvalidOffer? Judge(ProviderOffer offer)
    {
        foreach (var (field, text) in new[] { ("policyVietnamese", offer.Policy.Vietnamese), ("policyEnglish", offer.Policy.English) })
        {
            if (!TypedText.OfferPolicy.Fits(text))
            {
                return new(field, TypedText.OfferPolicy.Bounds);
            }

            // Public, and stays for ever (I11).
            if (NumbersInText.Blank(text) != text)
            {
                return new(field, new("không được chứa dãy số dài; số điện thoại có ô riêng.", "must not contain a long run of digits; there is a separate field for the phone."));
            }
        }

        return offer.YearlyPrice is < 0 or > MaxPrice
            ? new("yearlyPrice", new("phải từ 0 đến 100.000.000 đồng.", "must be 0 to 100,000,000 đồng."))
            : offer.Phone is { } phone && !CallablePhone.Is(phone)
                ? new("phone", new("chỉ gồm chữ số, dấu cách và dấu chấm.", "must contain only digits, spaces and dots."))
                : null;
    }

    private static async Task<ProviderOffer?> LastAsync(Work work, string campaign, short providerId) =>
        await work.RowOrNullAsync<Last>(LastSql, Sql.Text(campaign), Sql.Small(providerId)) is { } last
            ? new(new(last.PolicyVi, last.PolicyEn), last.YearlyPrice, last.Phone, last.EffectiveFrom)
            : null;

    private sealed record Last(string PolicyVi, string PolicyEn, int YearlyPrice, string? Phone, DateTimeOffset EffectiveFrom);
}
