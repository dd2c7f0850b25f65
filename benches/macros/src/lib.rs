//! 150 lists of 40 columns each, to watch what `#[derive(Entity)]` costs the compiler.
//!
//! `benches/macros/measure` times `cargo check` of this crate with everything else built.

#![allow(missing_docs, missing_debug_implementations)]

/// A list of 40 columns of the usual types, 25 of which may be empty.
macro_rules! lists {
    ($($struct:ident $table:literal)+) => {$(
        #[derive(acton_orm::Entity)]
        #[acton(table = $table)]
        pub struct $struct {
            #[acton(key)]
            pub id: acton_orm::RecordId,
            #[acton(column = "E-mail Address")]
            pub email: String,
            pub first_name: Option<String>,
            pub last_name: Option<String>,
            pub job_title: Option<String>,
            pub company: Option<String>,
            pub business_phone: Option<String>,
            pub cell_phone: Option<String>,
            pub home_phone: Option<String>,
            pub fax: Option<String>,
            pub business_street: Option<String>,
            pub business_city: Option<String>,
            pub business_state: Option<String>,
            pub business_postal_code: Option<String>,
            pub business_country: Option<String>,
            pub personal_website: Option<String>,
            pub business_website: Option<String>,
            pub department: Option<String>,
            pub industry: Option<String>,
            pub account_owner: Option<String>,
            pub region: Option<String>,
            pub language: Option<String>,
            pub source: Option<String>,
            pub campaign: Option<String>,
            pub stage: Option<String>,
            pub employees: Option<i64>,
            pub revenue: Option<f64>,
            pub customer_number: String,
            pub contract: String,
            pub plan: String,
            pub seats: i64,
            pub logins: i64,
            pub score: i64,
            pub discount: f64,
            pub balance: f64,
            pub subscribed: bool,
            pub verified: bool,
            pub vip: bool,
            pub signed_up: acton_orm::DateTime<acton_orm::Utc>,
            pub last_seen: acton_orm::DateTime<acton_orm::Utc>,
        }
    )+};
}

lists! {
    List001 "List_Bench_001"
    List002 "List_Bench_002"
    List003 "List_Bench_003"
    List004 "List_Bench_004"
    List005 "List_Bench_005"
    List006 "List_Bench_006"
    List007 "List_Bench_007"
    List008 "List_Bench_008"
    List009 "List_Bench_009"
    List010 "List_Bench_010"
    List011 "List_Bench_011"
    List012 "List_Bench_012"
    List013 "List_Bench_013"
    List014 "List_Bench_014"
    List015 "List_Bench_015"
    List016 "List_Bench_016"
    List017 "List_Bench_017"
    List018 "List_Bench_018"
    List019 "List_Bench_019"
    List020 "List_Bench_020"
    List021 "List_Bench_021"
    List022 "List_Bench_022"
    List023 "List_Bench_023"
    List024 "List_Bench_024"
    List025 "List_Bench_025"
    List026 "List_Bench_026"
    List027 "List_Bench_027"
    List028 "List_Bench_028"
    List029 "List_Bench_029"
    List030 "List_Bench_030"
    List031 "List_Bench_031"
    List032 "List_Bench_032"
    List033 "List_Bench_033"
    List034 "List_Bench_034"
    List035 "List_Bench_035"
    List036 "List_Bench_036"
    List037 "List_Bench_037"
    List038 "List_Bench_038"
    List039 "List_Bench_039"
    List040 "List_Bench_040"
    List041 "List_Bench_041"
    List042 "List_Bench_042"
    List043 "List_Bench_043"
    List044 "List_Bench_044"
    List045 "List_Bench_045"
    List046 "List_Bench_046"
    List047 "List_Bench_047"
    List048 "List_Bench_048"
    List049 "List_Bench_049"
    List050 "List_Bench_050"
    List051 "List_Bench_051"
    List052 "List_Bench_052"
    List053 "List_Bench_053"
    List054 "List_Bench_054"
    List055 "List_Bench_055"
    List056 "List_Bench_056"
    List057 "List_Bench_057"
    List058 "List_Bench_058"
    List059 "List_Bench_059"
    List060 "List_Bench_060"
    List061 "List_Bench_061"
    List062 "List_Bench_062"
    List063 "List_Bench_063"
    List064 "List_Bench_064"
    List065 "List_Bench_065"
    List066 "List_Bench_066"
    List067 "List_Bench_067"
    List068 "List_Bench_068"
    List069 "List_Bench_069"
    List070 "List_Bench_070"
    List071 "List_Bench_071"
    List072 "List_Bench_072"
    List073 "List_Bench_073"
    List074 "List_Bench_074"
    List075 "List_Bench_075"
    List076 "List_Bench_076"
    List077 "List_Bench_077"
    List078 "List_Bench_078"
    List079 "List_Bench_079"
    List080 "List_Bench_080"
    List081 "List_Bench_081"
    List082 "List_Bench_082"
    List083 "List_Bench_083"
    List084 "List_Bench_084"
    List085 "List_Bench_085"
    List086 "List_Bench_086"
    List087 "List_Bench_087"
    List088 "List_Bench_088"
    List089 "List_Bench_089"
    List090 "List_Bench_090"
    List091 "List_Bench_091"
    List092 "List_Bench_092"
    List093 "List_Bench_093"
    List094 "List_Bench_094"
    List095 "List_Bench_095"
    List096 "List_Bench_096"
    List097 "List_Bench_097"
    List098 "List_Bench_098"
    List099 "List_Bench_099"
    List100 "List_Bench_100"
    List101 "List_Bench_101"
    List102 "List_Bench_102"
    List103 "List_Bench_103"
    List104 "List_Bench_104"
    List105 "List_Bench_105"
    List106 "List_Bench_106"
    List107 "List_Bench_107"
    List108 "List_Bench_108"
    List109 "List_Bench_109"
    List110 "List_Bench_110"
    List111 "List_Bench_111"
    List112 "List_Bench_112"
    List113 "List_Bench_113"
    List114 "List_Bench_114"
    List115 "List_Bench_115"
    List116 "List_Bench_116"
    List117 "List_Bench_117"
    List118 "List_Bench_118"
    List119 "List_Bench_119"
    List120 "List_Bench_120"
    List121 "List_Bench_121"
    List122 "List_Bench_122"
    List123 "List_Bench_123"
    List124 "List_Bench_124"
    List125 "List_Bench_125"
    List126 "List_Bench_126"
    List127 "List_Bench_127"
    List128 "List_Bench_128"
    List129 "List_Bench_129"
    List130 "List_Bench_130"
    List131 "List_Bench_131"
    List132 "List_Bench_132"
    List133 "List_Bench_133"
    List134 "List_Bench_134"
    List135 "List_Bench_135"
    List136 "List_Bench_136"
    List137 "List_Bench_137"
    List138 "List_Bench_138"
    List139 "List_Bench_139"
    List140 "List_Bench_140"
    List141 "List_Bench_141"
    List142 "List_Bench_142"
    List143 "List_Bench_143"
    List144 "List_Bench_144"
    List145 "List_Bench_145"
    List146 "List_Bench_146"
    List147 "List_Bench_147"
    List148 "List_Bench_148"
    List149 "List_Bench_149"
    List150 "List_Bench_150"
}
