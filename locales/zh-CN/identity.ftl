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
