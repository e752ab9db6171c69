-- HUE-5.3: what an exclusion would do is shown before it is decided; without this, what waits for activation was sought among all that a provider ever recorded.
create index issuances_pending_by_provider on registry.issuances (campaign_id, provider_id, recorded_at desc, id desc) where status = 'PENDING_ACTIVATION';
