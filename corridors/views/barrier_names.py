"""Names of the barriers of the shipped facts, and what would remove them, in every language.

They are spelt as in ``barriers.csv``: all of them, as a scenario, a popup of a map or a ledger
that is asked for them may show those that are not met now. A barrier of your own is shown as
its table has it.
"""

from typing import Final

from corridors.model.phrase import marked

BARRIERS: Final = (
    marked("KZ rail exit formalities (outbound mean)"),
    marked("UZ rail entry formalities (inbound mean)"),
    marked("UZ rail exit formalities (outbound mean)"),
    marked("Exit at Chaldovar 6.8 h"),
    marked("Entry at Dusti (inbound)"),
    marked("Exit at Dusti (outbound)"),
    marked("Entry at Fotehobod: time and charges"),
    marked("Exit at Fotehobod"),
    marked("Entry at Karamyk"),
    marked("KZ road entry (mean of all points)"),
    marked("KZ road exit (mean of all points)"),
    marked("UZ road entry (mean of all points)"),
    marked("UZ road exit (mean of all points)"),
    marked("Kazakh stop of wheat and flour export, spring 2008"),
    marked("Kyrgyz ban on export of flour and grain from 22 Sep 2023 (transit exempt)"),
    marked("Kazakh export ban on onion 28 Jan 2023, three months"),
    marked("COVID: only 3 of 17 UZ-TJ points took cargo"),
    marked("KG-TJ border closed May 2021 - Mar/Jul 2025"),
    marked("KG-TJ border closed from 11 Jan 2014 for about three months"),
    marked("Uzbekistan closed its land border 15-25 June 2016 (SCO summit)"),
    marked(
        "Export border compliance in Tajikistan 51 h (75 h before the simplified customs"
        " corridor with Uzbekistan)"
    ),
    marked("Turkmen refusal of Tajik trucks: detour by the Caspian and Kazakhstan"),
    marked("Entry fee of $400 per foreign truck (general rate)"),
    marked("UZ fee on other foreign trucks crossing the UZ-TJ border $265"),
    marked("$50 a day for Tajik trucks staying over 8 days"),
    marked("UZ fee on Tajik trucks: $130 entry and transit"),
    marked("UZ additional fee on Tajik trucks $180 (from 1 Sep 2016; $118 before)"),
    marked("Trucks diverted during the rebuilding of Kaplanbek: days in queue at Kazygurt"),
    marked("Rise of permit price: trucks stood at Fotehobod-Oybek, Feb 2024"),
    marked("Kazakh ban on potato, apple, persimmon (KG) and pomegranate (UZ) after 465 findings"),
    marked("Kazakh export quotas on grain and flour in spring 2020 (lifted 1 June)"),
    marked(
        "Convention ban 8-15 Dec 2018 on all cargo via Saryagash to UZ TJ KG TM (8 days, worst"
        " case hold)"
    ),
    marked("Convention ban planned from 4 July 2021 on loading to Galaba/Termez port"),
    marked("Holding of more than 2,000 wagons for TJ on UTY"),
    marked("Break of Amuzang-Khoshady Nov 2011 - Mar 2018: truck leg Dushanbe-Khatlon"),
    marked("Sanitary control of trains 1-2 h instead of 10-15 minutes (major rail terminals)"),
    marked(
        "Tajik network in parts: Dushanbe-Bokhtar via Uzbekistan 432 km against 119 km direct"
        " (160 against 35-40 somoni a tonne)"
    ),
    marked("UZ rail exit formalities in the pandemic year"),
    marked("Twice-yearly 10% rises of UTY transit rates to TJ (about 2010)"),
    marked("KZ points not on 24 h work in the fruit season (10-27 May 2023): 3 days against 5-6 h"),
    marked("Sariosiyo inbound mean in 2020"),
    marked("Yallama inbound mean in 2020 (COVID controls)"),
    marked("Manual inspection at Yallama (Q1 2020)"),
    marked("Weak coordination of customs, border and quarantine agencies across borders"),
    marked(
        "Kazakh ban on wheat import (Russian wheat), renewed 2023-2024; rail transit exempt,"
        " road not"
    ),
    marked("Paper transit documents and guarantee at each border instead of eTIR/e-CMR"),
    marked("Slot in the Kazakh electronic queue (1 MCI = 3,932 KZT)"),
    marked("Paid fast lane (100 MCI = 393,200 KZT)"),
    marked(
        "UZ 2025 entry fees by treaty: $80 up to 14 days and $280 beyond (EU, Azerbaijan);"
        " $130-250 Turkmen by tonnage"
    ),
    marked("Trucks pass KG points without transport control or permits"),
    marked(
        "Third-country permits still needed KZ-UZ and KZ-KG (bilateral and transit free; KZ-TJ"
        " free)"
    ),
    marked(
        "Return of consignments without phytosanitary certificate (44.2 t of potato at"
        " Ak-Tilek, Jan 2026)"
    ),
    marked("Traffic police stops: up to 20 in Kazakhstan, up to 30 min each (upper bound 10 h)"),
    marked("Fergana joint Suvonobod-Istiklol out of freight use"),
    marked("UTY transit rate to Tajikistan without the 40% discount (Keles-Kudukli factor 0.60)"),
    marked("Saryagash at full capacity (27 Mt a year)"),
    marked("Lack of locomotives on UTY slows acceptance of trains"),
    marked("Overloaded grain terminals in Uzbekistan: 30 trains a day accepted instead of 36"),
    marked("Survey mean for non-perishable goods at KZ points: 56 h (1.8 h for perishables)"),
    marked("No transit green lane at any of 14 points studied; perishables share the queue"),
    marked(
        "KTZ application: main network tariff for grain x2.6, other cargo and empty runs x2.8"
        " from 1 June 2026 (outcome unknown)"
    ),
    marked("KTZ discount of 30-50% for Tajik cargo is discretionary"),
    marked(
        "UTY 40% cut of transit rate covers Kazakh grain to Afghanistan (Oazis-Galaba), not to"
        " Tajikistan"
    ),
    marked("Toll of the whole Dushanbe-Chanak road, heavy truck (544 + 46 somoni cash, 2022)"),
    marked("Weight control at 30 stations, 40 t limit, fines"),
    marked(
        "UZ charges for overweight foreign trucks: permit 222,480 sum per first 100 km and 989"
        " sum/km, plus 330 sum/km up to 5 t over"
    ),
    marked(
        "Avalanche closure of Dushanbe-Khujand-Chanak (three days Jan 2017, then alternate"
        " one-way days)"
    ),
    marked("Avalanche closure of 18 h and more (typical event)"),
    marked("Day ban 10:00-20:00 for axle load over 6 t, 1 May - 31 Aug, above +25 C"),
    marked("Introduction of UZ E-Transit and KG customs IT: queues at Dostuk"),
    marked("Closure of the Kamchik pass (A373) for avalanches, about a day"),
    marked("KTZ ban on all cargo via Saryagash 22-24 Nov 2025 (3 days, worst case hold)"),
    marked(
        "KTZ restriction 12-20 Nov 2025, all but grain, mill products and perishables (9 days,"
        " worst case hold)"
    ),
    marked("Limit of 30 wagons a day for LPG to Tajikistan during the jam"),
    marked(
        "Trains held at origin (block train of feed flour for CHINA loaded at Kostanay 12 Nov"
        " left 25 Nov; indicative for the south)"
    ),
    marked(
        "Standing of loaded wagons before Saryagash (11,000 wagons at Shengeldy, Zhylga, Darbaza)"
    ),
    marked("Autumn shortage of grain hoppers and covered wagons"),
    marked("Reinforced checks: no truck into Kazakhstan for three days"),
    marked("Queue at Ak-Tilek - Karasu: 510 trucks, 273 a day"),
    marked("Truck queue at KZ-UZ crossings, peak (up to three days)"),
    marked("Winter driving Khujand-Dushanbe twice the summer time"),
)
"""Column ``name``."""
REFORMS: Final = (
    marked("Electronic consignment note, pre-arrival information"),
    marked("Joint station at Keles/Saryagash, one technical inspection"),
    marked("Joint border station with TJ, electronic SMGS note"),
    marked("Rebuild the crossing, e-queue"),
    marked("Single payment, risk-based inspection"),
    marked("Joint control with Sariosiyo (13.8 h in 2020)"),
    marked("Abolish informal and duplicate charges; joint control with Oybek"),
    marked("Joint control with Oybek"),
    marked("Joint control after reopening"),
    marked("Recognition of controls; green lane for perishables"),
    marked("e-queue CarGoRuqsat with real slots"),
    marked("One-stop shop, pre-arrival declaration"),
    marked("Food security agreement with quotas for TJ (98% of its wheat import then)"),
    marked("Notice period"),
    marked("WTO-consistent notice period"),
    marked("Contingency protocol for freight"),
    marked(
        "Border treaty of 13 Mar 2025; Kyzyl-Bel, Kairagach (13 Mar), Karamyk, Bor-Dobo (8 Jul"
        " 2025) reopened"
    ),
    marked("UZ raised its intake from 10-12 to 90-110 trucks a day"),
    marked("Advance notice and freight exemption"),
    marked("Extend the simplified customs corridor of 9 March 2018 to more goods (it saved 24 h)"),
    marked("Transit agreement with Turkmenistan"),
    marked("Mutual exemption by treaty (KZ exempt by 2007 agreement)"),
    marked("Treaty exemption"),
    marked("Longer free term"),
    marked("Abolition announced in Feb 2018; enactment not confirmed in the sources read"),
    marked("Phased rebuilding; done 2024"),
    marked(
        "Protocol of 18 Apr 2024: transit without permit forms (approved by UZ; entry into"
        " force not confirmed)"
    ),
    marked("Pre-export phytosanitary certification, e-Phyto, laboratories at BCP"),
    marked("Food security agreement with quotas for TJ"),
    marked("Locomotives on UTY; early notice of bans; alternative joint"),
    marked("Common rules for convention bans"),
    marked("Transit agreement (in force since 2017-18)"),
    marked("Line reopened 2018; Dushanbe-Bokhtar railway 2016"),
    marked("Risk-based sanitary control"),
    marked("Dushanbe-Bokhtar line (done 2016); north-south link still missing"),
    marked("Contingency rules"),
    marked("Multi-year tariff agreement"),
    marked("Permanent 24/7 regime"),
    marked("Contactless control, relay of drivers"),
    marked("X-ray scanner, plate readers, single window, green lane: passage time cut by over 50%"),
    marked("Joint control points, data exchange, single window"),
    marked("Electronic seals for road transit"),
    marked(
        "eTIR (KZ-UZ pilot Nov 2020, TJ May 2021, green lanes Jul 2021), e-CMR (TJ acceded);"
        " TIR claimed to cut time by up to 80% and cost by up to 38%"
    ),
    marked("Keep; deposit 20 MCI returned on time (541.19 KZT/USD, Sep 2025)"),
    marked("Enough free slots (541.19 KZT/USD, Sep 2025)"),
    marked("Mutual zero rates (Iran 2025)"),
    marked("Transport control at Kairagach, Bor-Dobo, Kyzyl-Kiya, Kara-Bagysh, Kensai"),
    marked("e-permit without quota"),
    marked("e-Phyto with pre-check"),
    marked("No stop without cause; cameras; seal recognition (38% of all delays)"),
    marked("Restore Bekabad-Istiklol-Bekabad freight"),
    marked("Permanent discount; joint through tariff KZ-UZ-TJ"),
    marked("Darbaza-Maktaaral (152 km, 20 Mt/y, 2026) takes 40% of the load"),
    marked("Loan of KTZ locomotives, fleet purchase"),
    marked("More unloading tracks and elevators; scheduled grain trains (10 a day agreed)"),
    marked("Transit and perishable lanes; slots"),
    marked("Dedicated lanes with own approach"),
    marked("Phase-in; food class exempt"),
    marked("Fix the discount for several years"),
    marked("Extend the cut to Tajik destinations"),
    marked("Public tolling after loan repayment; discounts"),
    marked("Mutual recognition of weight certificates (UNECE annex 8)"),
    marked("Common axle limits; weight certificate"),
    marked("Galleries, tunnels, avalanche control"),
    marked("Stronger pavement; temperature-based windows"),
    marked("Test runs outside peak hours"),
    marked("Galleries; rail Angren-Pap for trucks"),
    marked("Capacity agreement with guaranteed acceptance; reroute via Oazis"),
    marked(
        "Capacity agreement with guaranteed acceptance; reroute via Oazis; priority plan for fuel"
        " and building goods"
    ),
    marked("Separate fuel quota in the exchange plan"),
    marked("Loading plan tied to acceptance; single queue open to shippers"),
    marked(
        "36-40 train pairs a day at Saryagash, Darbaza-Maktaaral bypass, UTY locomotives,"
        " unloading terminals"
    ),
    marked("Fleet renewal, admission of foreign wagons, faster turn-round"),
    marked("Risk-based control inside the EAEU"),
    marked("Rebuild Karasu (96 designed, 700-800 actual), e-queue"),
    marked("e-queue on both sides, 24 h work, rebuilt Kaplanbek, Kazygurt, Atameken"),
    marked("Winter maintenance"),
)
"""Column ``reform``."""
