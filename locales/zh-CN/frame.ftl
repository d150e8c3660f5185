# What every page shares.
product-mark = 杏坛
product-name = 杏坛
product-line = 杏坛 · 教师资格与专业发展台账
language-name = 中文
skip-to-content = 跳到正文
main-navigation = 主导航
breadcrumb = 所在位置
account-menu = 账号菜单：
account-and-security = 账号与安全
sign-in = 登录
sign-out = 退出登录
password = 密码
search = 查找
optional = 选填
pages = 翻页
previous-page = 上一页
next-page = 下一页
to-home = 回到首页
to-where-it-was = 返回刚才的页面
tasks-waiting = { $count } 件待办
printed-by = { $name }，{ $at } 打印
printed-on = { $at } 打印
form-has-problems = 请先改好下面几处，再提交
hours-with-unit = { $hours } 学时

# Sign-in page.
sign-in-lead = 教师的学时、资格、申请与发展，记在一本账上。
sign-in-login = 账号
sign-in-login-hint = 教师编号或单位分配的账号
sign-in-first-time = 第一次登录？请用单位发给您的激活码。
sign-in-demonstration = 这是演示系统，数据均为虚构。点选一个身份，用密码 { $password } 登录：

# What did not work.
failure-not-found = 找不到这个页面
failure-not-found-advice = 网址可能有误，或者内容已经移走。请从首页重新进入，或检查网址。
failure-refused = 不能这样做
failure-stale = 内容刚刚被别人改过
failure-stale-advice = 您打开页面之后，有人先改了同一处，所以您的修改没有保存。请查看最新内容，再决定要不要改。
failure-unreadable = 表单没有读懂
failure-unreadable-advice = 提交的内容不完整，或者页面打开太久已经失效。请返回上一页，刷新后重新提交。
failure-too-large = 文件太大
failure-too-large-advice = 一次最多提交 { $megabytes } MB。请拆成几个文件，或压缩图片后再试。
failure-too-many = 试得太频繁了
failure-too-many-advice = 为了账号安全，请等 { $minutes } 分钟再试。
failure-fault = 系统出了差错
failure-fault-advice = 您的操作没有保存，问题不在您这里。请稍后再试；如果还不行，请把编号 { $id } 告诉管理员。

# Charts.
chart-posted = 已入账
chart-pending = 待确认
chart-required = 要求
chart-full = 已满
chart-nothing-required = 不作要求
chart-pending-hours = 待确认 { $hours }
chart-required-hours = 要求 { $hours } 学时
chart-expected-hours = 按此进度，到期 { $hours } 学时
chart-bar-title = { $label }：已入账 { $posted } 学时，待确认 { $pending } 学时，要求 { $required } 学时
chart-pace-title = 到 { $today } 累计 { $hours } 学时；要求到 { $until } 达到 { $required } 学时
chart-figures = 图中的数字
chart-day = 日期
chart-hours-in-all = 累计学时
chart-people = 人数
chart-met = 已达标
chart-share = 比例
chart-bar = 比例图
form-expired = 页面已过期或不是从本站打开的，为安全起见没有提交。请返回上一页、刷新后再试。
nav-registration = 定期注册
