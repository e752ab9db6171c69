-- Keys rotate while the registry serves: added, then known to every host, then current, then retired once no row needs the old one.
-- Rows are written again under another key by a role of its own: campaign_runtime may not change them (I9).

alter table registry.key_checks drop constraint key_checks_purpose_check;
alter table registry.key_checks add constraint key_has_a_purpose check (purpose in ('NUMBER', 'ENCRYPTION', 'TICKET', 'JOURNAL', 'TOKEN'));
alter table registry.key_checks add column in_use boolean not null default true;
alter table registry.key_checks add column promoted_at timestamptz;
alter table registry.key_checks add column retired_at timestamptz;
comment on column registry.key_checks.in_use is
  'False while a key is known and no host makes rows with it alone: a host without it may serve. True for good once it was current anywhere.';
comment on column registry.key_checks.promoted_at is 'When it became the current one by command; null for the first of its purpose.';
comment on column registry.key_checks.retired_at is 'From then on no host needs it. Its id is never used again.';

-- One row per run of a host, telling which keys it knows. Says nothing of citizens or providers, so every host sees every row, and no row-level security is needed.
create table registry.key_holders (
  host_id uuid primary key,
  known   text[] not null,
  current text[] not null,
  seen_at timestamptz not null,
  left_at timestamptz
);
comment on table registry.key_holders is 'A key becomes current only when every host that lives (seen within a minute, and not left) knows it: I2.';
comment on column registry.key_holders.known is 'PURPOSE:id of each key that the host has.';

grant select, insert, update on registry.key_holders to campaign_runtime;

grant update (in_use) on registry.key_checks to campaign_runtime;

-- An ended need does not change, but for the keys that its contact is kept under; campaign_rekey may change nothing else (see its grants).
drop trigger need_moves_forward on registry.needs;
create trigger need_moves_forward before update on registry.needs
  for each row when (current_user <> 'campaign_rekey') execute function registry.need_moves_forward();
comment on trigger need_moves_forward on registry.needs is 'I4, I5: served by its own issuance alone, before it is due; an end is for good.';

grant usage on schema registry to campaign_rekey;
grant execute on function registry.registry_now() to campaign_rekey;
grant select on registry.database_kind, registry.clock, registry.key_checks, registry.key_holders, registry.persons, registry.citizen_numbers, registry.number_keys,
  registry.needs, registry.citizen_asks, registry.request_claims, registry.switch_consents, registry.campaigns, registry.campaign_terms to campaign_rekey;
grant insert on registry.key_checks, registry.number_keys, registry.journal to campaign_rekey;
grant update (in_use, promoted_at, retired_at) on registry.key_checks to campaign_rekey;
grant update (encryption_key_id, ciphertext) on registry.citizen_numbers to campaign_rekey;
grant update (contact_key_id, contact, phone_key_id, phone_hash) on registry.needs to campaign_rekey;
grant update (key_id, key_hash) on registry.citizen_asks to campaign_rekey;

-- Where row-level security is on, rekeying sees all rows: it runs for the registry itself.
create policy rekeying_sees_all on registry.persons for select to campaign_rekey using (true);
create policy rekeying_sees_all on registry.citizen_numbers to campaign_rekey using (true) with check (true);
create policy rekeying_sees_all on registry.number_keys to campaign_rekey using (true) with check (true);
create policy rekeying_sees_all on registry.needs to campaign_rekey using (true) with check (true);
create policy rekeying_sees_all on registry.citizen_asks to campaign_rekey using (true) with check (true);
create policy rekeying_sees_all on registry.request_claims for select to campaign_rekey using (true);
create policy rekeying_sees_all on registry.switch_consents for select to campaign_rekey using (true);
create policy rekeying_sees_all on registry.journal for insert to campaign_rekey with check (true);
