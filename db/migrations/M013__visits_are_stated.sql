-- HUE-3.1, HUE-3.3, DT-3.1: what the staff say of a visit, beside the record or when a fault is resolved: what kept the certificate from being activated, which badge the citizen opened or why none was,
-- and when what was activated later was handed over. A claim: it refuses nothing and flags nobody for one record; who says nothing is counted as not saying.

create table registry.visit_statements (
  person_id       uuid not null,
  issuance_id     uuid not null,
  said_with       text not null check (said_with in ('RECORD', 'ACTIVATION')),
  said_at         timestamptz not null,
  fault_kind      text constraint fault_is_of_a_known_kind check (fault_kind in ('CITIZENS_DEVICE', 'NETWORK', 'ISSUING_SYSTEM', 'IDENTITY_CHECK', 'PROVIDERS_APP', 'OTHER')),
  badge           text check (badge in ('STAFFS', 'ANOTHERS', 'UNREADABLE')),
  badge_hash      bytea check (octet_length(badge_hash) = 32),
  no_badge_reason text constraint no_badge_has_a_known_reason check (no_badge_reason in ('CITIZEN_HAS_NO_PHONE', 'CITIZEN_DECLINED', 'NO_NETWORK', 'TABLET_FAULT', 'OTHER')),
  handed_over_at  timestamptz,
  primary key (person_id, issuance_id, said_with),
  foreign key (person_id, issuance_id) references registry.issuances (person_id, id),
  constraint each_act_says_its_own check (
    (said_with = 'RECORD' and handed_over_at is null) or (said_with = 'ACTIVATION' and handed_over_at is not null and num_nonnulls(fault_kind, badge, no_badge_reason) = 0)),
  constraint a_badge_or_why_none check (badge is null or no_badge_reason is null),
  constraint a_badge_that_is_known_has_its_hash check ((badge_hash is null) = (badge is null or badge = 'UNREADABLE'))
);
comment on table registry.visit_statements is 'HUE-3.1, HUE-3.3: what staff say of the visit of a certificate, when it was recorded and when it was activated. Claims; rows are only added. Of a badge its hash alone, by which badge_scans knows whether it was opened.';

alter table registry.visit_statements enable row level security;
create policy visits_are_stated_with_own_issuances on registry.visit_statements for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or exists (
    select from registry.issuances i
    where i.person_id = visit_statements.person_id and i.id = visit_statements.issuance_id and i.provider_id = (select registry.viewer_provider())));
create policy visits_are_seen_with_their_issuance on registry.visit_statements for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or (person_id not in (select registry.restricted_persons()) and exists (
    select from registry.issuances i
    where i.person_id = visit_statements.person_id and i.id = visit_statements.issuance_id and i.provider_id = (select registry.viewer_provider()))));
grant select, insert on registry.visit_statements to campaign_runtime;

-- A fault counts from the citizen's first at that provider, so what was recorded pending is looked for by its own instant.
create index issuances_recorded_pending_by_time on registry.issuances (campaign_id, recorded_at) where recorded_pending;
comment on index registry.issuances_recorded_pending_by_time is 'HUE-3.3: faults whose time to be resolved has run out since the last run.';
drop index registry.issuances_recorded_pending;

-- HUE-5.1: records at the door by provider and staff, for the shares of what is said of visits and for the pace of one member of staff.
create index issuances_by_staff on registry.issuances (campaign_id, staff_id, recorded_at) where staff_id is not null;
comment on index registry.issuances_by_staff is 'HUE-5.1: what one member of staff recorded, in order.';
