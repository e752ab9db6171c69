-- What is published of a provider harms it, whatever comes after: it takes two officers, as an exclusion does (HUE-5.3, docs/adr/0031).
alter table registry.proposals drop constraint proposal_is_of_a_known_act;
alter table registry.proposals add constraint proposal_is_of_a_known_act
  check (act in ('EXCLUDE_PROVIDER', 'CHANGE_CLIENT_KEY', 'CHANGE_REGISTRY_KEY', 'REINSTATE_PROVIDER', 'PUBLISH_CASE'));
