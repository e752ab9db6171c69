-- What almost every slice asks of another's table: which campaign, which provider, which member of staff and which person an id, a code or a number stands for. Each view is its owner's
-- word to the others, and all that they may count on; the rest of those tables is the owner's alone.
--
-- Simple views, which the planner puts in their place, so that a caller's conditions meet the tables' indexes. They run with the rights of whoever asks (security_invoker): row-level security
-- shows each viewer its own rows. Columns are added at the end and never taken away.

create or replace view registry.campaign_codes with (security_invoker = true) as
  select c.id, c.code, c.programme_id, c.is_trial from registry.campaigns c;
comment on view registry.campaign_codes is 'The campaigns by their codes, as the contract names them; and in which programme what is recorded in each counts (HUE-1.3).';

create or replace view registry.provider_codes with (security_invoker = true) as
  select p.id, p.code from registry.providers p;
comment on view registry.provider_codes is 'The providers by their codes, as the contract names them.';

create or replace view registry.staff_references with (security_invoker = true) as
  select s.id, s.provider_id, s.reference, s.active_from, s.active_to from registry.staff s;
comment on view registry.staff_references is 'HUE-1.7: the members of providers'' staff by the references that their providers gave them.';

create or replace view registry.number_persons with (security_invoker = true) as
  select k.key_hash, k.person_id, k.linked_from from registry.number_keys k;
comment on view registry.number_persons is 'I2: who is known under the keyed hash of a number; whoever stands for a linked person.';

grant select on registry.campaign_codes, registry.provider_codes, registry.staff_references to campaign_runtime, campaign_reader;
grant select on registry.number_persons to campaign_runtime;
