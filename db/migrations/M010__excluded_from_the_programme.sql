-- HUE-5.3, HUE-1.3: campaigns of a programme share places and free years. A provider that was excluded from one of them is not let in by another that one officer sets up.

create function registry.is_excluded(of_programme integer, of_provider smallint) returns boolean
  language sql stable
  set search_path = ''
  as $$
    select exists (
      select from registry.participations p join registry.campaigns c on c.id = p.campaign_id
      where c.programme_id = of_programme and p.provider_id = of_provider and p.ended_by = 'EXCLUDED' and not exists (
        select from registry.participations l where l.campaign_id = p.campaign_id and l.provider_id = p.provider_id and l.joined_at > p.joined_at))
  $$;
comment on function registry.is_excluded(integer, smallint) is 'HUE-5.3: whether a provider was excluded from a campaign of the programme and has not been taken back. The one home of this rule.';
revoke execute on function registry.is_excluded(integer, smallint) from public;
grant execute on function registry.is_excluded(integer, smallint) to campaign_runtime;
