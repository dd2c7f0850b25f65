//! Signing in: by password, by refresh, by a code; and what a stranger is told.

use acton_emulator::Consent;
use acton_orm::{Client, Downloads, Method};

use super::{Account, By, Done};

pub async fn all(account: &mut Account) -> Done {
    let before = account.client(Downloads::Csv, 1000).await;
    account.keep(By::Orm);
    let acton = before?;
    account.emulator.expire_access_tokens();
    // With a token that has expired, and again with a new one.
    acton.request(Method::GET, "/api/1/account").send().await?;
    account.keep(By::Orm);
    by_code(account).await?;
    strangers(account).await
}

async fn by_code(account: &mut Account) -> Done {
    account
        .emulator
        .quirks(|quirks| quirks.consent = Consent::Given);
    let said = account.connection_string();
    let pairs = said.split_once('?').ok_or("a query")?.1.split('&');
    let without = ["AuthScheme=", "User=", "Password="];
    let kept: Vec<&str> = pairs
        .filter(|pair| !without.iter().any(|start| pair.starts_with(start)))
        .collect();
    let app = format!(
        "acton:///?{}&InitiateOAuth=REFRESH&CallbackURL=http%3A%2F%2F127.0.0.1%3A9%2Fback",
        kept.join("&")
    );
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let http = http.no_proxy().build()?;
    let page = http
        .get(Client::parse(&app)?.authorization_url()?)
        .send()
        .await?;
    let back = page
        .headers()
        .get("location")
        .ok_or("a way back")?
        .to_str()?;
    let back: String = reqwest::Url::parse("http://x/")?
        .query_pairs_mut()
        .append_pair("OAuthVerifier", back)
        .finish()
        .query()
        .unwrap_or_default()
        .to_owned();
    let acton = Client::parse(&format!("{app}&{back}"))?.connect().await?;
    acton.request(Method::GET, "/api/1/account").send().await?;
    account
        .emulator
        .quirks(|quirks| quirks.consent = Consent::Asked);
    http.get(Client::parse(&app)?.authorization_url()?)
        .send()
        .await?;
    account.keep(By::Orm);
    Ok(())
}

async fn strangers(account: &mut Account) -> Done {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let form = |body: &'static str| {
        let request = http
            .post(format!("{}/token", account.proxy.url()))
            .body(body);
        request.header("Content-Type", "application/x-www-form-urlencoded")
    };
    form("grant_type=password&client_id=nobody&client_secret=x")
        .send()
        .await?;
    form(
        "grant_type=password&username=x&password=y\
         &client_id=emulator-client&client_secret=emulator-secret",
    )
    .send()
    .await?;
    http.get(format!("{}/api/1/account", account.proxy.url()))
        .send()
        .await?;
    account.keep(By::Mistake);
    Ok(())
}
