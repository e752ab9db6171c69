-- HUE-5.1, docs/adr/0043: what the monitoring looks for beside the single act: patterns of one member of staff, one phone, one provider's day, one citizen.

alter table registry.violations drop constraint violation_is_of_a_known_kind;
alter table registry.violations add constraint violation_is_of_a_known_kind check (kind in (
  'DUPLICATE_ATTEMPT', 'LATE_RECORD', 'RECORD_WITHOUT_CHECK', 'NEED_LAPSED', 'SUPPORT_NOT_COMPLETED', 'NEVER_ACTIVATED', 'CHECKS_WITHOUT_ISSUANCE',
  'MANY_NEEDS_ONE_PHONE', 'SHARED_RECIPIENT', 'RECIPIENT_NOT_HOLDER', 'CONTRACT_NUMBER_REUSED', 'DOSSIER_INCOMPLETE', 'NOT_REVOKED_IN_TIME', 'KEY_REUSED',
  'UNRECORDED_CERTIFICATE', 'FREE_PERIOD_BREACH', 'POSSIBLE_SAME_PERSON', 'EXPIRED_BADGE_SHOWN', 'CITIZEN_REPORT', 'END_NOT_ASKED_FOR',
  'GHOST_ISSUANCE', 'ONE_PHONE_MANY_HOLDERS', 'MASS_ENDS', 'SERIAL_CHANGES', 'STATEMENTS_DENIED', 'LOOKUPS_SPREAD', 'STEERING_REPORTED'));

create index provider_ends_without_code on registry.provider_ends (campaign_id, told_at) where consent_id is null;
comment on index registry.provider_ends_without_code is 'HUE-1.5: what a provider ended in one day without the citizens'' codes.';
create index need_supports_denied on registry.need_supports (denied_at) where denied_at is not null;
comment on index registry.need_supports_denied is 'HUE-5.1: supports that citizens deny, for what is made of them.';
