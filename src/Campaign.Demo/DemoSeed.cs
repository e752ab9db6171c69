using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Clients;
using Campaign.SignIn;
using Npgsql;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = Campaign.Registry.Platform.Callers.Scopes;

namespace Campaign.Demo;

/// <summary>
/// Puts the demo's campaign, providers, staff and clients into a database, once: under an advisory lock and only what is missing, so that several hosts may do it
/// at the same time and a start that was cut short is completed by the next.
/// </summary>
public sealed class DemoSeed(string signInConnectionString, NpgsqlDataSource registry, Keyring keys, TimeProvider time, ILogger log)
{
    // $1 code, $2 name, $3 issuer, $4 licence number, $5 issued, $6 valid before, $7 source, $8 staff, $9 and $10 policy, $11 price
    private const string ProviderSql = """
        with new_provider as (
          insert into registry.providers (code, known_issuers_only) values ($1, false) on conflict do nothing returning id),
        named as (
          insert into registry.provider_names (provider_id, name, valid_from) select id, $2, registry.registry_now() - interval '30 days' from new_provider),
        issuing as (
          insert into registry.provider_issuers (provider_id, issuer_name, valid_from) select id, $3, registry.registry_now() - interval '30 days' from new_provider),
        licensed as (
          insert into registry.licences (provider_id, number, key_storage, issued_on, valid_before, source) select id, $4, 'REMOTE', $5, $6, $7 from new_provider),
        joined as (
          insert into registry.participations (campaign_id, provider_id, joined_at)
          select c.id, p.id, registry.registry_now() - interval '30 days' from new_provider p, registry.campaigns c where c.code = 'hue'),
        client as (
          insert into registry.clients (client_id, provider_id, demo) select $1, id, true from new_provider),
        offering as (
          insert into registry.provider_offers (provider_id, campaign_id, effective_from, policy_vi, policy_en, yearly_price, published_by)
          select p.id, c.id, registry.registry_now() - interval '30 days', $9, $10, $11, 'demo' from new_provider p, registry.campaigns c where c.code = 'hue')
        insert into registry.staff (id, provider_id, reference, full_name, active_from)
        select gen_random_uuid(), id, staff, 'Nhân viên ' || staff, registry.registry_now() - interval '30 days' from new_provider, unnest($8) staff
        """;

    // The regulation's policy, $1 to $7, but for the quotas; opened 30 days before the first start, for a year.
    private const string CampaignSql = """
        with new_campaign as (
          insert into registry.campaigns (code) values ('hue') on conflict do nothing returning id)
        insert into registry.campaign_terms (campaign_id, effective_from, name, opens_at, closes_at, need_window, support_window, free_months, check_window,
          reporting_grace, revoke_window, activation_window, checks_per_staff_per_hour, checks_per_provider_per_minute, decided_by)
        select id, registry.registry_now() - interval '30 days', 'Chiến dịch cấp chữ ký số miễn phí - Thừa Thiên Huế (dữ liệu thử)',
          registry.registry_now() - interval '30 days', registry.registry_now() + interval '335 days', $1, $2, $3, $4, $5, $6, $7, 1000000, 1000000, 'demo'
        from new_campaign
        """;

    // $1 client, $2 hash; one that has a key or a secret keeps what it has.
    private const string SecretSql = """
        insert into signin.client_credentials (id, client_id, kind, secret_hash, valid_from, added_at, added_by)
        select gen_random_uuid(), $1, 'SECRET', $2, registry.registry_now(), registry.registry_now(), 'demo'
        where not exists (select from signin.client_credentials where client_id = $1)
        """;

    /// <summary>A line that nobody has.</summary>
    private const string PhoneSql = """
        insert into registry.department_details (effective_from, name_vi, name_en, phone, decided_by)
        select registry.registry_now() - interval '30 days', name_vi, name_en, '0234 000 0000', 'demo' from registry.department_details
        where not exists (select from registry.department_details where phone is not null) order by effective_from desc limit 1
        """;

    // The demo, and whoever tries the registry out, plays a day in minutes and at any hour: what tells ghosts by their pace would see nothing else. $1 name
    private const string PaceSql = """
        insert into registry.detector_thresholds (campaign_id, effective_from, detector, name, value, decided_by)
        select c.id, registry.registry_now() - interval '30 days', 'GHOST_ISSUANCE', $1, 1000000, 'demo' from registry.campaigns c
        where c.code = 'hue' and not exists (select from registry.detector_thresholds t where t.campaign_id = c.id and t.detector = 'GHOST_ISSUANCE' and t.name = $1)
        """;

    private const string DepartmentSql = "insert into registry.clients (client_id, provider_id, demo) values ('department', null, true) on conflict do nothing";

    public async Task SeedAsync(CancellationToken cancel)
    {
        await using var connection = await registry.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, Viewer.Registry.SetSql);
        await WaitForOthersAsync(connection, cancel);
        var law = CampaignPolicy.OfTheRegulation;
        await ExecuteAsync(
            connection, CampaignSql, law.NeedWindow, law.SupportWindow, law.FreeMonths, law.CheckWindow, law.ReportingGrace, law.RevokeWindow, law.ActivationWindow);
        foreach (var provider in DemoProviders.All)
        {
            await ExecuteAsync(
                connection, ProviderSql, provider.Code, provider.Name, provider.Issuer, provider.Licence.Number, provider.Licence.IssuedOn,
                provider.Licence.ValidBefore, provider.Licence.Source,
                Enumerable.Range(1, DemoProviders.StaffPerProvider).Select(n => DemoProviders.StaffOf(provider.Code, n)).ToArray(),
                provider.Offer.PolicyVi, provider.Offer.PolicyEn, provider.Offer.YearlyPrice);
        }

        foreach (var name in new[] { "minRecords", "minAtNight", "minInSequence" })
        {
            await ExecuteAsync(connection, PaceSql, name);
        }

        await ExecuteAsync(connection, PhoneSql);
        await ExecuteAsync(connection, DepartmentSql);
        foreach (var client in DemoProviders.All.Select(p => p.Code).Append(DemoProviders.DepartmentClient))
        {
            await ExecuteAsync(connection, SecretSql, client, ClientSecret.HashOf(DemoProviders.SecretOf(client)));
        }

        // Sign-in stands in a schema that this role does not see, so it is written under its own, inside the lock.
        await SeedSignInAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Longer than a request may: on a busy machine another host needs some seconds for its part.</summary>
    private static async Task WaitForOthersAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await ExecuteAsync(connection, "set local lock_timeout = 0");
        await ExecuteAsync(connection, "set local statement_timeout = 0");
        await ExecuteAsync(connection, "set local idle_in_transaction_session_timeout = 0");
        await using var command = new NpgsqlCommand($"select pg_advisory_xact_lock({Migrations.LockKey + 1})", connection) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task SeedSignInAsync(CancellationToken cancel)
    {
        await using var store = SignInStore.Open(signInConnectionString, keys, time);
        await store.WithApplicationsAsync(applications => SeedClientsAsync(applications, cancel));
        await DemoPeople.SeedAsync(store, cancel);
    }

    private async Task SeedClientsAsync(IOpenIddictApplicationManager applications, CancellationToken cancel)
    {
        var made = 0;
        foreach (var (client, scopes) in DemoProviders.All.Select(p => (p.Code, new[] { Scopes.Check, Scopes.Record }))
            .Append((DemoProviders.DepartmentClient, [Scopes.Department])))
        {
            if (await applications.FindByClientIdAsync(client, cancel) is not null)
            {
                continue;
            }

            var descriptor = new OpenIddictApplicationDescriptor
            {
                ClientId = client,
                ClientSecret = DemoProviders.SecretOf(client),
                ClientType = ClientTypes.Confidential,
                Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
            };
            foreach (var granted in scopes)
            {
                descriptor.Permissions.Add(Permissions.Prefixes.Scope + granted);
            }

            await applications.CreateAsync(descriptor, cancel);
            made++;
        }

        if (made > 0)
        {
            log.LogInformation("Seeded the demo: campaign {Campaign}, {Providers} providers, {Clients} clients", DemoProviders.Campaign, DemoProviders.All.Count, made);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
