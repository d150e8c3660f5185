# Roles, and why something is not allowed.
role-teacher = 教师
role-school-hr = 学校人事
role-school-head = 校长
role-district-hr = 区教育局人事
role-bureau-hr = 市教育局人事
role-provider = 培训机构
role-committee-member = 评委
role-committee-secretary = 评委会秘书
role-auditor = 纪检审计
role-system-admin = 系统管理员
role-security-admin = 安全管理员
access-not-allowed = 您可以查看，但不能办理这一项。如需办理，请联系有权限的单位。
access-own-case = 这是您本人的事项，按回避要求须由他人办理。
