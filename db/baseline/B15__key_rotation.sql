-- Keys rotate while the registry serves: added, then known to every host, then current, then retired once no row needs the old one.
-- Rows are written again under another key by a role of its own: campaign_runtime may not change them (I9).
-- What the sign-in keeps under the encryption key rotates with it: the secrets of second factors are written again, one-time codes are waited for (5 minutes).

grant select on registry.database_kind to campaign_rekey;

grant select on registry.clock to campaign_rekey;

grant select, insert, update (in_use, promoted_at, retired_at) on registry.key_checks to campaign_rekey;

grant select on registry.campaigns to campaign_rekey;

grant select on registry.campaign_terms to campaign_rekey;

grant select (demo) on registry.clients to campaign_rekey;

grant select on registry.persons to campaign_rekey;
-- Where row-level security is on, rekeying sees all rows: it runs for the registry itself.
create policy rekeying_sees_all on registry.persons for select to campaign_rekey using (true);

grant select, insert on registry.number_keys to campaign_rekey;
create policy rekeying_sees_all on registry.number_keys to campaign_rekey using (true) with check (true);

grant select, update (encryption_key_id, ciphertext) on registry.citizen_numbers to campaign_rekey;
create policy rekeying_sees_all on registry.citizen_numbers to campaign_rekey using (true) with check (true);

grant insert on registry.journal to campaign_rekey;
create policy rekeying_sees_all on registry.journal for insert to campaign_rekey with check (true);

grant select, update (key_id, key_hash) on registry.citizen_asks to campaign_rekey;
create policy rekeying_sees_all on registry.citizen_asks to campaign_rekey using (true) with check (true);

grant select on registry.request_claims to campaign_rekey;
create policy rekeying_sees_all on registry.request_claims for select to campaign_rekey using (true);

grant select, update (contact_key_id, contact, phone_key_id, phone_hash) on registry.needs to campaign_rekey;
create policy rekeying_sees_all on registry.needs to campaign_rekey using (true) with check (true);

grant select on registry.switch_consents to campaign_rekey;
create policy rekeying_sees_all on registry.switch_consents for select to campaign_rekey using (true);

-- `campaign keys` looks whether two officers have agreed, and whether there are two who could.
grant select (act, subject, state, decided_at) on registry.proposals to campaign_rekey;
create policy rekeying_sees_registry_keys on registry.proposals for select to campaign_rekey using (act = 'CHANGE_REGISTRY_KEY');

grant select on registry.key_holders to campaign_rekey;

grant select (kind, role, active_from, active_to) on signin.accounts to campaign_rekey;

grant select (account_id, key_id, secret), update (key_id, secret) on signin.second_factors to campaign_rekey;

grant select (key_id, expires_at, used_at) on signin.citizen_codes to campaign_rekey;

-- HUE-1.7: the phone's hash follows the keys, as that of a need does.
grant select, update (phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed) on registry.person_details to campaign_rekey;
create policy rekeying_sees_all on registry.person_details to campaign_rekey using (true) with check (true);

grant select (encryption_key_id) on registry.import_pieces to campaign_rekey;
create policy rekeying_sees_all on registry.import_pieces for select to campaign_rekey using (true);

grant select (id, phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed), update (phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed) on registry.reports to campaign_rekey;
create policy rekeying_sees_all on registry.reports to campaign_rekey using (true) with check (true);

grant select (id, encryption_key_id, sealed), update (encryption_key_id, sealed) on registry.report_photos to campaign_rekey;
create policy rekeying_sees_all on registry.report_photos to campaign_rekey using (true) with check (true);

grant select (id, encryption_key_id, sealed), update (encryption_key_id, sealed) on registry.staff_photos to campaign_rekey;
create policy rekeying_sees_all on registry.staff_photos to campaign_rekey using (true) with check (true);
