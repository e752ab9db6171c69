-- HUE-5.3: minutes, publication, exclusion, in this order and whoever asks. An exclusion rests on a violation of that provider in that campaign that is published, and of whose
-- confirmation, as it stands, minutes are drawn up. Before this, the department's system could exclude with a word, and two officers with none.

create function registry.grounds_of_exclusion(of_campaign integer, of_provider smallint) returns setof uuid
  language sql stable
  set search_path = ''
  as $$
    select v.id
    from registry.violations v join registry.case_violations cv on cv.violation_id = v.id
    where v.campaign_id = of_campaign and v.provider_id = of_provider and v.state = 'PUBLISHED' and exists (
      select from registry.case_minutes m
      where m.case_id = cv.case_id and m.decision_id = (
        select d.id from registry.case_events d where d.case_id = cv.case_id and d.kind = 'DECIDED' order by d.place desc limit 1))
  $$;
comment on function registry.grounds_of_exclusion(integer, smallint) is
  'HUE-5.3: violations of a provider that it may be excluded for: published, with minutes of the confirmation that stands. The one home of this rule.';
revoke execute on function registry.grounds_of_exclusion(integer, smallint) from public;
grant execute on function registry.grounds_of_exclusion(integer, smallint) to campaign_runtime;

create function registry.exclusion_rests_on_grounds() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (select from registry.grounds_of_exclusion(new.campaign_id, new.provider_id)) then
    raise exception 'an exclusion rests on a violation that is published with minutes'
      using errcode = '23514', constraint = 'exclusion_rests_on_grounds', table = 'participations', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger exclusion_rests_on_grounds before update on registry.participations
  for each row when (new.ended_by = 'EXCLUDED' and old.ended_by is null) execute function registry.exclusion_rests_on_grounds();
comment on trigger exclusion_rests_on_grounds on registry.participations is 'HUE-5.3: nobody is excluded without grounds → ExclusionGroundsNotConfirmed, looked for before.';
create trigger nobody_joins_excluded before insert on registry.participations
  for each row when (new.ended_by = 'EXCLUDED') execute function registry.exclusion_rests_on_grounds();
comment on trigger nobody_joins_excluded on registry.participations is 'HUE-5.3: the same for a period that would be written down with its end.';
