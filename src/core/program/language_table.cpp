#include "core/program/language_table.hpp"

namespace yakusoku::program {
namespace {

constexpr std::string_view whole_table = R"(
program: a support program
  program! name                       -- the program's id
  title words                         -- the page's title
  vendor words                        -- the vendor's name, as customers read it
  effective date                      -- from when it holds
  zone zone                           -- the program's own time zone
  languages [language]                -- languages of its texts; the first stands in for a missing one
  in_flight 'keep' | 'move'           -- what a new version does to promises already made
  was Was                             -- old names of levels, kinds and plans, mapped to new ones
  days {days: date_set}               -- sets of dates
  calendars {calendar: choice(calendar)} -- sets of instants
  periods {period: Period}            -- periods of the program's own
  facts {fact: Fact}                  -- facts of the program's own
  marks {mark: Mark | words}          -- events that a person sets
  texts {text: words}                 -- texts of the program's own
  products {product: Product} | [name] -- what is supported
  environments {environment: Named | words} | [name] -- where it runs
  kinds {kind: Kind}                  -- kinds of request
  severity Severity                   -- levels, worst first, and who sets them
  admit choice(Admission)             -- who is taken, handed on, refused, or asked; else accepted
  clocks {clock: Clock}               -- promises, duties and timers
  reactions [Reaction]                -- what is done at once
  effort choice(@calendar | 'none')   -- when work goes on and somebody must be on duty
  objectives [Objective] | {objective: Objective} -- promises over a period
  plans {plan: Plan}                  -- plans, best first
  contacts Contacts                   -- who may ask
  ledgers {ledger: Ledger}            -- balances
  teams {team: Team}                  -- who works
  sites {site: Site}                  -- where
  coverage choice(@team | 'none')     -- which team owns which requests when
  routing [RoutingRule]               -- who in the team gets it
  queue Queue                         -- in which order
  speaks choice([language])           -- languages in which answers are given
  doors {door: Door}                  -- ways in and out
  escalation Escalation               -- tiers and levels
  handoffs [Handoff]                  -- from team to team
  closing Closing                     -- how a request ends
  engagements Engagements             -- sessions, packages, duties
  status_page StatusPage              -- components and maintenance
  notices Notices                     -- the words of what the desk mails
  overlays [Overlay]                  -- partial programs laid over this one

Was: old names
  levels {text}                       -- old level: new level
  severity {text}                     -- the same as levels
  kinds {text}                        -- old kind: new kind
  plans {text}                        -- old plan: new plan

Period: a period
  every! 'day' | 'week' | 'month' | 'quarter' | 'half' | 'year' -- how long it is
  from month_day                      -- a month and day on which one begins, MM-DD

Fact: a fact of the program's own
  means words                         -- what is asked
  type! 'choice' | 'flag' | 'number' | 'text' | 'date' | 'instant' | 'zone' | 'amount' | 'file' | 'person' -- its type
  values {value: Named | words} | [value] -- of a choice, worst first
  from name                           -- customer, agent, or a record such as contract.licences
  is choice(text)                     -- computed, by case
  limits [Limit]                      -- bounds of an ordered fact
  personal flag                       -- no predicate may ask it, and erasure empties it

Limit: a bound of an ordered fact
  when predicate                      -- for whom
  no_worse_than value                 -- the worst it may be
  no_better_than value                -- the best it may be
  is value                            -- exactly this

Mark: an event that a person sets
  means words                         -- what it says
  who name                            -- who may set it
  when predicate                      -- on which requests

Named: a thing with a title
  means words                         -- what it is
  when predicate                      -- for whom it exists

Product: what is supported
  means words                         -- what it is
  when predicate                      -- for whom it exists
  components {component: Named | words} | [name] -- its parts
  versions {version: Version}         -- its versions
  phase choice(phase)                 -- beta, current, maintained, extended, ended

Version: a version of a product
  phase choice(phase)                 -- beta, current, maintained, extended, ended; by date

Kind: a kind of request
  means words                         -- what it is
  team @team                          -- who answers it
  form [FormField | fact]             -- facts asked; subject, description where none is given
  exempt ['severity' | 'clocks' | 'escalation'] -- what it does without
  when predicate                      -- for whom it exists
  opens_from 'contracts'              -- the customer's page that opens it in one click, to have all dates aligned
  api Api                             -- the coarse word on the wire

FormField: a question of a form
  ask! fact                           -- the fact
  when predicate                      -- asked only then
  optional flag                       -- may stay empty

Api: coarse words on the wire
  type 'question' | 'incident' | 'problem' | 'task' -- of a kind
  priority 'urgent' | 'high' | 'normal' | 'low' -- of a level
  metric name                         -- of a clock

Severity: levels and who sets them
  levels! {level: Level}              -- worst first
  is choice(severity; until_set @level) -- a level, asked, vendor or none
  limits [Limit]                      -- bounds, whatever says the level
  change [SeverityChange]             -- who may change it

Level: a level of severity
  means words                         -- what it is
  never flag | words                  -- yes: not given to any request; or what is never of this level
  asks_of_customer words              -- what the customer does
  when predicate                      -- for whom it exists
  api Api                             -- the coarse word on the wire

SeverityChange: who may change the level
  who! name                           -- vendor, customer, or a role
  to 'lower' | 'higher' | @level      -- which way
  needs name                          -- customer_agreement or another fact
  when predicate                      -- when

Admission: what becomes of a request at the door
  when predicate                      -- which
  hand_to name                        -- another desk, partner or door
  refuse words                        -- the reason
  ask [name]                          -- what is missing
  accept flag                         -- taken after all, before the rules that follow

Clock: a clock
  means words                         -- what it promises
  starts events                       -- what arms a cycle
  met_by choice(events)               -- what ends it with a verdict
  ends_on events                      -- what ends it; a verdict where nothing meets it
  when predicate                      -- for which requests
  paused_while predicate              -- while it holds, time stands
  within choice(amount)               -- the promise
  owed_by 'vendor' | 'customer' | 'nobody' | @team -- who keeps it
  replaced_by ['promise' | 'agreement'] -- what may replace the due
  reopening 'resume' | 'new' | 'never' -- what reopening does to a met cycle
  steps [Step]                        -- the ladder, in order
  warn [step_time]                    -- steps that tell owner and team
  api Api                             -- the coarse word on the wire

Step: a rung of a clock's ladder
  at! choice(step_time)               -- when
  when predicate                      -- else it waits
  do! actions                         -- what is done

Reaction: what is done at once
  at! events                          -- at which event
  when predicate                      -- when
  do! actions                         -- what is done

Objective: a promise over a period
  of @clock                           -- the clock that is counted
  met bound                           -- at least 92%
  missed bound                        -- at most 3
  over span                           -- a period, or any 4 months
  count event                         -- how often this may happen
  gap event                           -- how far apart it happens
  is bound                            -- at most 5, at least 60d
  availability name                   -- of a component
  when predicate                      -- which requests count
  then Remedy                         -- what follows where it is missed

Remedy: what follows
  credit number | words               -- money or balance, or in words
  right words                         -- what the customer may do
  claim term                          -- how long he may claim it

Plan: a plan
  means words                         -- what it is
  when predicate                      -- what it covers
  valid Range                         -- when a contract of it may run
  sold Range                          -- when it may be bought
  bought flag                         -- no: held by whoever fits
  builds_on [@plan]                   -- the plan beneath
  price words                         -- as published

Range: from a date until before another
  from date                           -- the first day
  to date                             -- the last day
  before date                         -- the first day after

Contacts: who may ask
  means words                         -- in words
  number choice(number | 'none')      -- how many
  must predicate                      -- what each must fulfil
  free predicate | [name]             -- who is not counted
  mixes [Mix]                         -- which mixes are allowed
  roles {role: Named | words} | [name] -- their roles
  change amount | NoticedChange       -- how they are changed

NoticedChange: how contacts are changed
  notice amount                       -- how long before
  who name                            -- who asks for it
  when predicate                      -- when

Mix: how many of each
  own number                          -- the customer's people
  partner number                      -- a partner's people
  like text                           -- the pattern of their addresses
  when predicate                      -- when

Ledger: a balance
  means words                         -- what it is
  unit name                           -- what is counted
  grant choice(number)                -- how much is given
  every name                          -- purchase, or a period
  valid term                          -- how long it lasts
  spend [LedgerMove]                  -- what is taken, at which event
  refund [LedgerMove]                 -- what is given back
  overdraw 'approve' | 'refuse' | 'allow' -- what happens below zero
  carry flag | number                 -- what goes over to the next period
  when predicate                      -- who has it

LedgerMove: what is taken or given back
  at! events                          -- at which event
  when predicate                      -- when
  amount number                       -- how much; else 1

Team: who works
  means words                         -- what they do
  sites [@site]                       -- where
  hours @calendar                     -- when
  tier name                           -- which tier
  skills [name]                       -- what they know
  languages [language]                -- what they speak
  products [@product]                 -- what they support
  reserved predicate                  -- which requests alone it takes; its people are not lent

Site: where people work
  zone zone                           -- its time zone
  hours choice(@calendar)             -- when
  country name                        -- its country
  languages [language]                -- what is spoken there
  rings [text]                        -- telephone numbers that ring there, in order

RoutingRule: who in the team gets it
  when predicate                      -- which requests
  require predicate                   -- what he must fulfil
  pick! [name]                        -- skill, nearest_site, on_shift, load: in this order

Queue: in which order
  rank choice(integer)                -- lower first, over all doors
  then ['due' | 'opened' | 'severity' | 'plan'] -- within a rank
  one_at_a_time 'customer' | 'contact' -- of whom only one is worked on

Door: a way in or out
  means words                         -- where it is found
  may choice([permission])            -- what may be done here
  when predicate                      -- for whom
  intake @calendar                    -- when it takes requests
  wait amount                         -- how long one waits
  first [name]                        -- articles, bot: what comes before a person
  falls_to @door                      -- where one lands when nobody answers
  only_if_down @door                  -- open only while that one is down
  proof [name]                        -- how a caller shows who he is
  out flag                            -- also used from us to the customer
  control flag                        -- no: our staff look on and never take control
  numbers [Dialled]                   -- of a telephone: what a customer dials
  cc 'participants' | 'ignored'       -- of a mail door: what whoever stands in Cc becomes; participants where not said

Dialled: a telephone number that customers dial
  number! text                        -- as it is printed
  site @site                          -- whose it is

Escalation: tiers and levels
  means words                         -- in words
  tiers {tier: Tier | words} | [name] -- who works on it, in order
  levels [EscalationLevel]            -- to whom one turns, in order
  order 'strict' | 'free'             -- whether levels may be skipped
  manager name                        -- who leads an escalation
  lane words                          -- the developers' own queue
  ends_on events                      -- what ends an escalation
  asked Asked                         -- when the customer asks for it

Tier: a tier
  means words                         -- what it does
  team @team                          -- who
  when predicate                      -- for which requests

EscalationLevel: a level of escalation
  level! name                         -- its id
  who name                            -- a role
  means words                         -- in words
  when predicate                      -- for which requests
  within choice(amount)               -- how soon it answers

Asked: when the customer asks for escalation
  when predicate                      -- when he may
  needs [name]                        -- what he must say
  doors [@door]                       -- where
  words [text] | words                -- what is told to him; a list: words that ask for it

Handoff: from team to team
  when predicate                      -- which requests
  between [@team | @site]             -- which
  overlap amount                      -- how long both are on shift
  checklist [words]                   -- what is told

Closing: how a request ends
  reasons {reason: Reason}            -- the reasons
  default @reason                     -- where an API client names none
  reopen Reopen                       -- until when, where, and what then
  survey flag | Survey                -- what is asked afterwards

Reason: a reason for closing
  means words                         -- what it is
  needs [proof]                       -- the fact, mark or event that proves it
  when predicate                      -- for which requests
  then actions                        -- what follows

Reopen: reopening
  within length | 'always' | 'never'  -- how long after it was solved
  doors [@door]                       -- where; else everywhere
  after 'linked' | 'refuse'           -- what happens later
  when predicate                      -- for which requests

Survey: what is asked afterwards
  when predicate                      -- of whom
  after length                        -- how long after
  ask [words]                         -- the questions
  door @door                          -- by which door

Engagements: scheduled work
  sessions {session: Session}         -- single meetings
  packages {package: Package}         -- projects
  duties {duty: Duty} | [Duty]        -- what recurs

Session: a meeting
  means words                         -- what it is
  length length                       -- how long
  seats number                        -- how many people
  hours choice(@calendar)             -- when it may be
  notice amount                       -- how long before it is asked for
  approval flag | name                -- whether, or by whom, it must be approved
  capacity number                     -- how many at a time
  spends @ledger                      -- what it is taken from
  cancel amount                       -- how late it may be cancelled
  when predicate                      -- for whom

Package: a project
  means words                         -- what it is
  milestones {milestone: Named | words} | [words] -- its steps
  deliverables {deliverable: Named | words} | [words] -- what is handed over
  limits {package_limit: Named | words} | [words] -- what it does not hold
  spends @ledger                      -- what it is taken from
  when predicate                      -- for whom

Duty: what recurs
  means words                         -- what it is
  every! name                         -- a period
  per name                            -- for each customer, contract, product, environment
  when predicate                      -- for whom
  opens @kind                         -- the kind of request that it opens

StatusPage: the public state of the service
  components {component_shown: Named | words} | [name] -- what is shown
  audiences {audience: Named | words} | [name] -- who sees it
  maintenance Maintenance             -- how it is announced
  url text                            -- where it is

Maintenance: announced work
  notice amount                       -- how long before
  hours choice(@calendar)             -- when
  means words                         -- in words

Notices: what the desk mails; what is left out, the house says in its own words
  receipt Notice | 'none'             -- the request was taken
  reply Notice | 'none'               -- a person answered
  message Notice | 'none'             -- to participants: the customer wrote
  promise Notice | 'none'             -- a new time of the next update
  reminder Notice | 'none'            -- we wait for the customer's answer
  solved Notice | 'none'              -- it is solved
  closed Notice | 'none'              -- it is closed
  reopened Notice | 'none'            -- it is taken up again
  meeting Notice | 'none'             -- a meeting has a time, another one, or none any more
  moved Notice | 'none'               -- it is filed under another kind
  wrong_door Notice | 'none'          -- a mail that belongs to no request came to a door that opens none
  held Notice | 'none'                -- a mail waits until a person has looked at it
  staff_told Notice | 'none'          -- owner, team or lead: a warning, a breach, a bounced mail, a stopped loop
  digest Notice | 'none'              -- many events in one mail
  access Notice | 'none'              -- a link to log in
  test Notice | 'none'                -- whether mail arrives

Notice: the words of one mail
  subject template                    -- its subject, one line
  text template                       -- its text

Overlay: a partial program laid over this one
  when! predicate                     -- for whom
  lay! text                           -- the file

common: what any map may carry
  title words                         -- its title
  note words                          -- the author's choice where the page is ambiguous
  source text                         -- missing: the page leaves it out
  claims {text}                       -- what the page says of it, compared with the truth
  clause text                         -- the address of its clause
)";

}  // namespace

std::string_view language_table() { return whole_table; }

}  // namespace yakusoku::program
