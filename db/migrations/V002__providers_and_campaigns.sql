-- Who takes part, since when, under which licence and by whose hands. All of it dated: a period is half-open, [from, to), and an open one has no end.

create extension if not exists btree_gist;

create table registry.providers (
  id   smallint generated always as identity primary key,
  code text not null constraint one_provider_per_code unique constraint provider_code_is_plain check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  -- True: a certificate (PEM) whose issuer is none of provider_issuers is refused. False: only one that is another provider's is.
  known_issuers_only boolean not null default true
);

create table registry.provider_names (
  provider_id smallint not null references registry.providers,
  name        text not null check (length(name) between 1 and 200),
  valid_from  timestamptz not null,
  valid_to    timestamptz check (valid_to > valid_from),
  constraint one_name_at_a_time exclude using gist (provider_id with =, tstzrange(valid_from, valid_to) with &&)
);
comment on constraint one_name_at_a_time on registry.provider_names is 'At any instant a provider has one name.';

create table registry.provider_issuers (
  provider_id smallint not null references registry.providers,
  issuer_name text not null check (length(issuer_name) between 1 and 200),
  valid_from  timestamptz not null,
  valid_to    timestamptz check (valid_to > valid_from),
  constraint issuer_once_at_a_time exclude using gist (issuer_name with =, tstzrange(valid_from, valid_to) with &&)
);
comment on constraint issuer_once_at_a_time on registry.provider_issuers is 'At any instant an issuer name (common name or organisation in a certificate) is one provider''s alone.';

create table registry.campaigns (
  id   integer generated always as identity primary key,
  code text not null constraint one_campaign_per_code unique constraint campaign_code_is_plain check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$')
);

-- What holds in a campaign from an instant on; the latest row that has begun is in force. History: rows are only added.
create table registry.campaign_terms (
  campaign_id                    integer not null references registry.campaigns,
  effective_from                 timestamptz not null,
  name                           text not null check (length(name) between 1 and 200),
  opens_at                       timestamptz not null,
  closes_at                      timestamptz not null,
  need_window                    interval not null, -- HUE-4.4
  support_window                 interval not null,
  free_months                    integer not null,  -- HUE-1.5
  check_window                   interval not null, -- HUE-3.2
  reporting_grace                interval not null, -- HUE-1.4
  revoke_window                  interval not null,
  activation_window              interval not null, -- HUE-3.3
  checks_per_staff_per_hour      integer not null,  -- HUE-1.7
  checks_per_provider_per_minute integer not null,  -- HUE-1.7
  decided_by                     text not null,
  primary key (campaign_id, effective_from),
  constraint campaign_opens_before_it_closes check (opens_at < closes_at),
  constraint windows_last_from_1_second_to_366_days check (
    least(need_window, support_window, check_window, reporting_grace, revoke_window, activation_window) >= interval '1 second'
    and greatest(need_window, support_window, check_window, reporting_grace, revoke_window, activation_window) <= interval '366 days'),
  constraint counts_are_positive check (free_months between 1 and 120 and checks_per_staff_per_hour > 0 and checks_per_provider_per_minute > 0)
);

create table registry.participations (
  campaign_id     integer not null references registry.campaigns,
  provider_id     smallint not null references registry.providers,
  joined_at       timestamptz not null,
  ended_at        timestamptz check (ended_at >= joined_at),
  ended_by        text check (ended_by in ('EXCLUDED', 'LEFT')),
  end_reason      text,
  decision_number text,
  constraint participation_ends_for_a_cause check ((ended_at is null) = (ended_by is null)),
  constraint one_participation_at_a_time exclude using gist (campaign_id with =, provider_id with =, tstzrange(joined_at, ended_at) with &&)
);
comment on constraint one_participation_at_a_time on registry.participations is 'At any instant a provider takes part in a campaign once or not at all.';

-- DT-1: a licence covers one way of keeping the private key. Dates are days in Vietnam; valid_before is the first day on which it no longer holds.
create table registry.licences (
  id           integer generated always as identity primary key,
  provider_id  smallint not null references registry.providers,
  number       text not null check (length(number) between 1 and 100),
  key_storage  text not null check (key_storage in ('USB_TOKEN', 'SIM_PKI', 'REMOTE')),
  issued_on    date not null,
  valid_before date not null,
  withdrawn_on date,
  source       text not null,
  constraint one_licence_per_number unique (provider_id, number, key_storage),
  constraint licence_lasts check (issued_on < valid_before and (withdrawn_on is null or withdrawn_on >= issued_on))
);

create table registry.staff (
  id          uuid primary key,
  provider_id smallint not null references registry.providers,
  reference   text not null check (length(reference) between 1 and 100),
  full_name   text not null check (length(full_name) between 1 and 200),
  active_from timestamptz not null,
  active_to   timestamptz check (active_to >= active_from),
  constraint staff_reference_is_one_person_at_a_time
    exclude using gist (provider_id with =, reference with =, tstzrange(active_from, active_to) with &&)
);
comment on constraint staff_reference_is_one_person_at_a_time on registry.staff is 'At any instant a provider''s reference means one member of its staff.';

-- Which OAuth client acts for which provider; a client without a provider is the department's.
create table registry.clients (
  client_id   text primary key check (length(client_id) between 1 and 100),
  provider_id smallint references registry.providers,
  demo        boolean not null default false
);

grant select on registry.providers, registry.provider_names, registry.provider_issuers, registry.campaigns, registry.campaign_terms,
  registry.participations, registry.licences, registry.staff, registry.clients to campaign_runtime, campaign_reader;
grant insert on registry.providers, registry.provider_names, registry.provider_issuers, registry.campaigns, registry.campaign_terms,
  registry.participations, registry.licences, registry.staff, registry.clients to campaign_runtime;
-- An open period may be closed; what was is never rewritten.
grant update (valid_to) on registry.provider_names, registry.provider_issuers to campaign_runtime;
grant update (ended_at, ended_by, end_reason, decision_number) on registry.participations to campaign_runtime;
grant update (withdrawn_on) on registry.licences to campaign_runtime;
grant update (active_to) on registry.staff to campaign_runtime;
