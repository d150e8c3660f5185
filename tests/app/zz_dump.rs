use crate::support::TestApp;
use xingtan::access::Role;
#[test]
fn dump() {
    let app = TestApp::on_sqlite();
    let city = app.city();
    let t = app.teacher(&city.school, "T001", "陈一");
    let teacher = app.visitor_as(&app.teacher_account(&t, &city.school));
    let sys = app.visitor_as(&app.officer(Role::SystemAdmin, &city.bureau));
    let sec = app.officer(Role::SecurityAdmin, &city.bureau);
    let security = app.visitor_as(&sec);
    let auditor = app.visitor_as(&app.officer(Role::Auditor, &city.bureau));
    let lin = app.account("lin").named("林二").opened_by("tiger-9-lantern").with(Role::SchoolHr, &city.school).sign_in();
    for _ in 0..5 { app.visitor().send("/sign-in", &[("login","lin"),("password","x"),("back","/")]); }
    security.send(&format!("/admin/rights/{}/grant", lin.id), &[("role","district_hr"),("organization","天河区教育局"),("starts_on","2026-11-23"),("ends_on","")]);
    let mut out = vec![
        ("sign_in", app.visitor().see("/sign-in")),
        ("sign_in_wrong", app.visitor().send("/sign-in", &[("login","lin"),("password","x"),("back","/")]).body),
        ("activate", app.visitor().see("/activate")),
        ("activate_wrong", app.visitor().send("/activate", &[("code","x"),("password","x"),("password_again","y")]).body),
        ("account", teacher.see("/account")),
        ("accounts", sys.see("/admin/accounts")),
        ("account_new", sys.send("/admin/accounts", &[("login","x"),("display_name",""),("teacher_number","")]).body),
        ("account_admin", sys.see(&format!("/admin/accounts/{}", lin.id))),
        ("code", sys.send(&format!("/admin/accounts/{}/code", lin.id), &[]).body),
        ("rights", security.see("/admin/rights")),
        ("rights_org", security.see("/admin/rights?organization=3144000001")),
        ("rights_account", security.see(&format!("/admin/rights/{}", lin.id))),
        ("rights_own", security.see(&format!("/admin/rights/{}", sec.id))),
        ("journal", auditor.see("/journal")),
    ];
    auditor.get("/language/en?back=/");
    out.push(("journal_en", auditor.see("/journal")));
    std::fs::create_dir_all("/tmp/id-pages").unwrap();
    for (name, html) in out {
        let mut html = html;
        while let Some(i) = html.find("/static/xingtan.css") {
            let j = html[i..].find('"').unwrap() + i;
            html.replace_range(i..j, "file:///work/wt/identity/static/XX.css");
        }
        std::fs::write(format!("/tmp/id-pages/{name}.html"), html.replace("XX.css", "xingtan.css")).unwrap();
    }
}
