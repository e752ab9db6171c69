-- Each question about a citizen leaves a trace, whoever asks and whatever is answered; quotas count these (HUE-1.7). Rows are only added.

create table registry.citizen_asks (
  id          uuid primary key,
  asked_at    timestamptz not null,
  campaign_id integer not null references registry.campaigns,
  provider_id smallint not null references registry.providers,
  staff_id    uuid references registry.staff,
  act         text not null check (act in ('CHECK', 'RECORD', 'ALSO_KNOWN_AS')),
  channel     text not null check (channel in ('PROVIDER_APP', 'DOOR_TO_DOOR', 'NEED')),
  key_id      smallint not null,
  key_hash    bytea not null check (octet_length(key_hash) = 32),
  answer      text not null
);
create index citizen_asks_by_provider on registry.citizen_asks (provider_id, campaign_id, asked_at) include (key_hash);
comment on index registry.citizen_asks_by_provider is 'Quota per provider and minute.';
create index citizen_asks_by_staff on registry.citizen_asks (staff_id, campaign_id, asked_at) include (key_hash) where staff_id is not null;
comment on index registry.citizen_asks_by_staff is 'Quota per staff member and hour.';
create index citizen_asks_by_citizen on registry.citizen_asks (key_hash, asked_at);
comment on index registry.citizen_asks_by_citizen is 'Who asked about a citizen: what the citizen is shown.';

grant select, insert on registry.citizen_asks to campaign_runtime;
