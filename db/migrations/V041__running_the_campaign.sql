-- HUE-1.1, HUE-5.3, DT-5: what the department decides while a campaign runs: who comes back, what holds from when on, what is published. Readings: docs/adr/0030.

alter table registry.proposals drop constraint proposal_is_of_a_known_act;
alter table registry.proposals add constraint proposal_is_of_a_known_act check (
  act in ('EXCLUDE_PROVIDER', 'REINSTATE_PROVIDER', 'CHANGE_CLIENT_KEY', 'CHANGE_REGISTRY_KEY'));

-- ---------- Who comes back ----------

alter table registry.participations
  add column join_reason   text check (length(join_reason) between 1 and 2000),  -- of a provider that was taken back
  add column join_decision text check (length(join_decision) between 1 and 200); -- the number of that decision
create function registry.excluded_provider_comes_back() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.join_reason is null and exists (
    select from registry.participations p where p.campaign_id = new.campaign_id and p.provider_id = new.provider_id and p.ended_by = 'EXCLUDED') then
    raise exception 'an excluded provider comes back by a decision'
      using errcode = '23514', constraint = 'excluded_provider_comes_back_by_a_decision', table = 'participations', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger excluded_provider_comes_back before insert on registry.participations
  for each row execute function registry.excluded_provider_comes_back();
comment on trigger excluded_provider_comes_back on registry.participations is 'HUE-5.3: who was excluded takes part again by a decision that says why, and in a period of its own.';

-- ---------- What holds from when on ----------

-- Null: written down before decisions bore their instant.
alter table registry.campaign_terms
  add column decided_at timestamptz,
  add constraint terms_begin_no_earlier_than_they_are_decided check (decided_at <= effective_from);
alter table registry.department_details
  add column decided_at timestamptz,
  add constraint details_begin_no_earlier_than_they_are_decided check (decided_at <= effective_from);
alter table registry.provider_offers
  add column published_at timestamptz,
  add constraint offer_begins_no_earlier_than_it_is_published check (published_at <= effective_from);

create function registry.begins_after_the_last() returns trigger
  language plpgsql
  set search_path = ''
  as $$
declare
  subject constant text := coalesce((select string_agg(format('t.%1$I = ($1).%1$I', key), ' and ') from unnest(tg_argv) key), 'true');
  later boolean;
begin
  -- Of two at once the second sees the first.
  perform pg_advisory_xact_lock(hashtextextended('registry.begins_after_the_last.' || tg_table_name, 0));
  execute format('select exists (select from registry.%I t where %s and t.effective_from >= ($1).effective_from)', tg_table_name, subject) into later using new;
  if later then
    raise exception 'what holds is not rewritten' using errcode = '23514', constraint = 'what_holds_is_not_rewritten', table = tg_table_name, schema = 'registry';
  end if;
  return new;
end
$$;
comment on function registry.begins_after_the_last() is 'HUE-1.1, DT-5: dated facts grow at their end alone → BeginsTooEarly. The arguments are the columns that say what the fact is about.';
create trigger what_holds_is_not_rewritten before insert on registry.campaign_terms
  for each row execute function registry.begins_after_the_last('campaign_id');
comment on trigger what_holds_is_not_rewritten on registry.campaign_terms is 'HUE-1.1: terms begin after those before them.';
create trigger what_holds_is_not_rewritten before insert on registry.department_details
  for each row execute function registry.begins_after_the_last();
comment on trigger what_holds_is_not_rewritten on registry.department_details is 'What the department is called begins after what it was called before.';
create trigger what_holds_is_not_rewritten before insert on registry.provider_offers
  for each row execute function registry.begins_after_the_last('provider_id', 'campaign_id');
comment on trigger what_holds_is_not_rewritten on registry.provider_offers is 'DT-5: a price begins after the one before it.';
