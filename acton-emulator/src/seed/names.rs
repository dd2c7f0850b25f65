//! Words that sample people and companies are made of.

pub(crate) const FIRST_NAMES: [&str; 24] = [
    "Ada", "Bruno", "Chloe", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Keiko",
    "Liam", "Mona", "Nadia", "Oscar", "Priya", "Quinn", "Rosa", "Sven", "Tara", "Umar", "Vera",
    "Wanda", "Zoe",
];

pub(crate) const LAST_NAMES: [&str; 24] = [
    "Abbott",
    "Baker",
    "Castillo",
    "Duarte",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haddad",
    "Ito",
    "Jensen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "Okafor",
    "Petrov",
    "Quigley",
    "Rossi",
    "Sample",
    "Tanaka",
    "Ueda",
    "Vargas",
    "Walsh",
    "Young",
];

pub(crate) const COMPANIES: [&str; 12] = [
    "Example Co",
    "Northwind Traders",
    "Cascade Tools, Inc.",
    "Blue Heron Books",
    "Alder & Sons",
    "Pioneer Logistics",
    "Rose City Roasters",
    "Umbrella Tent Makers",
    "Fir Street Dental",
    "Willamette Freight",
    "Tall \"Ship\" Yachts",
    "Mill Pond Media",
];

pub(crate) const TITLES: [&str; 8] = [
    "Analyst",
    "Marketing Manager",
    "VP, Sales",
    "Buyer",
    "Owner",
    "Demand Generation Lead",
    "Office Manager",
    "Chief of Staff",
];

pub(crate) const CITIES: [&str; 10] = [
    "Portland",
    "Seattle",
    "San Francisco",
    "Boise",
    "Denver",
    "Austin",
    "Chicago",
    "São Paulo",
    "Zürich",
    "東京",
];

pub(crate) const REGIONS: [&str; 4] = ["West", "Central", "East", "International"];
