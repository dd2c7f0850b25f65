//! The system usages a list column may have (A§7.6).

/// Every usage Act-On publishes.
pub(crate) const USAGES: [&str; 24] = [
    "EMAIL",
    "FIRSTNAME",
    "LASTNAME",
    "MIDDLENAME",
    "COMPANY",
    "JOBTITLE",
    "DEPT",
    "BIZ_STREET",
    "BIZ_CITY",
    "BIZ_STATE",
    "BIZ_ZIP",
    "BIZ_COUNTRY",
    "HOME_STREET",
    "HOME_CITY",
    "HOME_STATE",
    "HOME_ZIP",
    "HOME_COUNTRY",
    "BIZ_PHONE",
    "BIZ_FAX",
    "HOME_PHONE",
    "HOME_FAX",
    "CELL_PHONE",
    "BIZ_WEB",
    "HOME_WEB",
];

/// The usage that identifies a person.
pub(crate) const EMAIL: &str = "EMAIL";
