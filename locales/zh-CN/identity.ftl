# 登录、密码与账号。

sign-in-wrong = 账号或密码不正确。请检查后重试；连续输错 5 次，要等一会儿才能再试。
sign-in-waiting = 输错的次数太多。为了账号安全，请等 { $minutes } 分钟再试；忘记密码请向单位领取新的激活码。
activation-code-unknown = 这个激活码不能用：可能输错了、已经用过，或者超过了 14 天。请核对，或向单位领取新的激活码。
password-present-wrong = 现在的密码不正确。
password-too-short = 密码至少要 { $count } 个字符。一句容易记的话就很好。
password-too-long = 密码太长了，请短一些。
password-contains-login = 密码里不能只有账号或姓名，请换一个别人猜不到的。
password-too-common = 这个密码太常见，别人一试就中。请换一个，比如几个不相干的词连在一起。

# 账号管理。
account-login-form = 账号由 3 至 60 个字母、数字或 . _ - @ 组成。
account-login-taken = 这个账号已经有人用了。
account-no-such-teacher = 没有这个教师编号，请核对。
account-teacher-has-one = { $name } 已经有账号了。
account-is-closed = 账号已停用。请先恢复，再发激活码。
account-not-ones-own = 不能停用自己的账号，请由另一位系统管理员办理。

# 授权。
rights-own = 不能给自己授权，也不能收回自己的权限。请由另一位安全管理员办理。
rights-account-closed = 账号已停用，不能授权。
rights-ends-before-it-starts = 截止日期早于开始日期。
rights-wrong-kind-of-place = 这个单位没有“{ $role }”这样的角色，请换一个单位或角色。
rights-no-teacher = 这个账号没有对应的教师，不能授予教师角色。
rights-three-apart = 系统管理员、安全管理员和审计员三员分立，不能再兼任何角色：已有“{ $held }”，不能再授予“{ $role }”。
rights-held-already = 在这个单位已经有“{ $role }”角色，日期也有重叠。
rights-has-ended = 这个角色已经结束了。

# 激活与密码。
activate-title = 激活账号
activate-lead = 用单位发给您的激活码，给自己设一个密码。忘记密码也在这里重设。
activate-code = 激活码
activate-code-hint = 12 个字母和数字，大小写和短横线都不要紧
activate-submit = 设置密码并登录
activate-to-sign-in = 已经有密码？去登录
new-password = 新密码
new-password-again = 再输一次新密码
present-password = 现在的密码
password-hint = 至少 { $count } 个字符；几个不相干的词连在一起，又好记又安全
password-not-the-same = 两次输入的密码不一样。
signed-out = 您已退出登录。
account-activated = 密码已设好，欢迎使用。

# 自己的账号。
account-roles = 角色
account-no-roles = 还没有角色
account-no-roles-advice = 角色由市教育局的安全管理员授予，请向单位人事部门说明您要办的事。
change-password = 修改密码
change-password-lead = 修改后，其他设备上的登录都会退出。
password-changed = 密码已修改，其他设备上的登录都已退出。
own-sessions = 登录的设备
own-sessions-lead = 看到不认识的设备，请先让它退出，再修改密码。
session-device = 设备
session-since = 登录时间
session-seen = 最近使用
session-this-one = 就是这台
session-unknown-device = 其他设备
session-revoke = 让它退出
session-revoked = 那台设备已经退出登录。
role-name = 角色
role-place = 单位
role-days = 期限
role-state = 状态
role-first-day = 开始日期
role-last-day = 截止日期
role-last-day-hint = 不填就是一直有效
role-since = { $from } 起
role-from-to = { $from } 至 { $to }
role-held = 有效
role-to-come = 未开始
role-over = 已结束

# 账号管理的页面。
accounts-lead = 开账号、发激活码、解除锁定、停用。授权由安全管理员办理。
accounts-search = 账号或姓名，从开头找起
accounts-none = 没有找到账号
accounts-none-advice = 换一个开头试试，或者给他开一个账号。
accounts-shown = 本页 { $count } 个账号
account-name = 姓名
account-open = 开账号
account-open-lead = 开好以后发激活码，本人用激活码设密码。账号要有安全管理员授权才能办事。
account-teacher-number = 教师编号
account-teacher-number-hint = 教师的账号请填；管理员和培训机构的账号不填
account-state-new = 待激活
account-state-active = 正常
account-state-locked = 暂时锁定
account-state-closed = 已停用
account-opened-at = 开户时间
account-locked-for = 连续输错 { $count } 次，{ $minutes } 分钟后自动解除
account-code-until = 有一个激活码，{ $until } 前有效
account-opened = 账号已开好，请发激活码。
account-unlock = 解除锁定
account-unlocked = 锁定已解除。
account-close = 停用账号
account-close-lead = 停用后不能登录，已登录的设备都会退出；记录都保留。
account-closed = 账号已停用。
account-reopen = 恢复账号
account-reopen-lead = 恢复后可以用原来的密码登录，角色也恢复。
account-reopened = 账号已恢复。
account-code-lead = 激活码只显示这一次，14 天内有效，只能用一次；再发一个，前面的就作废。忘记密码也发激活码。
account-code-resets = 这个账号已经激活：激活码一经使用，教师以外的角色随即收回，由安全管理员重新授予；没有使用就一切照旧。
account-code-three-apart = 系统管理员、安全管理员和审计员自己修改密码，不能发激活码重设。忘记密码的，先请安全管理员收回这个角色，用激活码重设以后再重新授予。
account-issue-code = 发激活码
code-lead = 请当面或密封交给本人，由本人在登录页用它设置密码。
code-until = 有效期至
code-once = 离开这一页就再也看不到这个激活码了。
code-done = 已经记下，返回账号

# 授权管理的页面。
rights-lead = 给账号授予和收回角色。不能给自己授权；账号由系统管理员开。
rights-search-organization = 单位名称或代码
rights-no-such-organization = 没有找到这个单位，或者有几个单位同名。请填全称或代码。
rights-all = 查看全部账号
rights-none-advice = 换一个开头试试；没有账号的，请系统管理员开。
rights-no-holders = 这个单位还没有人有角色
rights-no-holders-advice = 先找到账号，再授予这个单位的角色。
rights-no-roles = 还没有角色
rights-no-roles-advice = 在下面授予第一个。
rights-organization-hint = 填全称或代码
role-grant = 授予角色
role-granted = 角色已授予。
role-end = 收回
role-end-now = 立即收回
role-ended = 角色已收回，即刻生效。
reason = 原因
actions = 操作
choose = 请选择
field-needed = 请填写这一栏。
