-- What stands under a citizen: numbers, what was said of the person, links, and who looked. Each view is its owner's word to the other slices.
--
-- Over one table, with the columns that others may count on: the planner puts the view's text in its place, so that a caller's conditions meet the table's indexes. They run with
-- the rights of whoever asks (security_invoker): row-level security shows each viewer its own rows. Whoever locks rows asks the owner.

create or replace view registry.sealed_numbers with (security_invoker = true) as
  select c.person_id, c.kind, c.encryption_key_id, c.ciphertext, c.recorded_at from registry.citizen_numbers c;
comment on view registry.sealed_numbers is 'I2: the numbers under which a person is known, sealed; whoever may show one opens it by its key.';

create or replace view registry.stated_numbers with (security_invoker = true) as
  select n.id, n.key_hash, n.claimed_hash, n.claimed_by, n.claimed_at from registry.number_claims n;
comment on view registry.stated_numbers is 'HUE-1.3: a provider says that two numbers are one person''s.';

create or replace view registry.stated_details with (security_invoker = true) as
  select p.person_id, p.recorded_at, p.source, p.provider_id, p.name, p.name_folded, p.birth_date, p.sex, p.phone_hash, p.ward_code, p.phone_sealed, p.phone_sealed_key_id
  from registry.person_details p;
comment on view registry.stated_details is 'HUE-1.3: what records, needs, files and citizens say of a person, as it was said.';

create or replace view registry.person_ids with (security_invoker = true) as
  select p.id from registry.persons p;
comment on view registry.person_ids is 'I2: the persons known to the registry, by ids alone.';

create or replace view registry.person_joins with (security_invoker = true) as
  select p.id, p.from_person, p.to_person, p.source, p.linked_at from registry.person_links p;
comment on view registry.person_joins is 'I2: two persons became one on trusted grounds.';

create or replace view registry.person_partings with (security_invoker = true) as
  select p.link_id, p.reason, p.unlinked_at from registry.person_unlinks p;
comment on view registry.person_partings is 'I2: a link was undone by a new decision.';

create or replace view registry.two_holder_links with (security_invoker = true) as
  select p.id, p.person_a, p.person_b, p.issuance_a, p.issuance_b, p.source, p.opened_at from registry.person_link_cases p;
comment on view registry.two_holder_links is 'HUE-1.3: two persons who were to be linked and each hold a certificate.';

create or replace view registry.possible_same_persons with (security_invoker = true) as
  select s.id, s.person_a, s.person_b, s.score, s.found_at, s.state from registry.same_person_pairs s;
comment on view registry.possible_same_persons is 'HUE-1.3: two persons who may be one, and how an officer has decided.';

create or replace view registry.flag_scores with (security_invoker = true) as
  select s.effective_from, s.flag_score from registry.same_person_policies s;
comment on view registry.flag_scores is 'HUE-1.3: from which score on a pair is flagged, dated.';

create or replace view registry.lookup_traces with (security_invoker = true) as
  select r.id, r.read_at, r.act, r.reader, r.reader_kind, r.provider_id, r.staff, r.reason, r.person_id, r.key_hash from registry.reads r;
comment on view registry.lookup_traces is 'HUE-1.7: who looked at what stands under a citizen, but for what providers ask by number (provider_asks).';

grant select on registry.sealed_numbers, registry.stated_numbers, registry.stated_details, registry.person_ids, registry.person_joins, registry.person_partings,
  registry.two_holder_links, registry.possible_same_persons, registry.flag_scores, registry.lookup_traces to campaign_runtime;
