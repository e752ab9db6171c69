-- HUE-1.2: a citizen chooses freely, and only a provider's own policy may persuade; DT-5: prices are published. What each provider says of itself, dated; shown on one card each, in
-- an order that is freshly shuffled (HUE-1.1).

create table registry.provider_offers (
  provider_id    smallint not null references registry.providers,
  campaign_id    integer not null references registry.campaigns,
  effective_from timestamptz not null,
  policy_vi      text not null constraint policy_is_short check (length(policy_vi) between 1 and 500),
  policy_en      text not null check (length(policy_en) between 1 and 500),
  yearly_price   integer not null constraint price_is_of_this_world check (yearly_price between 0 and 100000000), -- whole đồng, VAT included, for a year after the free one
  phone          text constraint offer_phone_can_be_called check (phone ~ '^\+?[0-9][0-9 .]{2,28}$'),
  published_by   text not null check (length(published_by) between 1 and 300),
  constraint one_offer_at_a_time primary key (provider_id, campaign_id, effective_from)
);
comment on table registry.provider_offers is 'HUE-1.2, DT-5: a provider''s own policy and its price after the free year. The latest that has begun is in force; earlier ones stay as history.';
comment on constraint one_offer_at_a_time on registry.provider_offers is 'DT-5: at each instant one price is published.';
grant select, insert on registry.provider_offers to campaign_runtime;
grant select on registry.provider_offers to campaign_reader;
