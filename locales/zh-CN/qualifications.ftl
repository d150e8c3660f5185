# 教师资格：证书、任教岗位、普通话、丧失与撤销。

certificate-kindergarten = 幼儿园教师资格
certificate-primary = 小学教师资格
certificate-junior = 初级中学教师资格
certificate-senior = 高级中学教师资格
certificate-vocational = 中等职业学校教师资格
certificate-practice-instructor = 中等职业学校实习指导教师资格
certificate-higher = 高等学校教师资格

level-kindergarten = 幼儿园
level-primary = 小学
level-junior = 初中
level-senior = 高中
level-vocational = 中等职业学校
level-vocational-practice = 中等职业学校实习指导

putonghua-third-b = 三级乙等
putonghua-third-a = 三级甲等
putonghua-second-b = 二级乙等
putonghua-second-a = 二级甲等
putonghua-first-b = 一级乙等
putonghua-first-a = 一级甲等

qualification-event-lost = 丧失教师资格
qualification-event-revoked = 撤销教师资格
qualification-event-cheated = 考试作弊

certificate-number-empty = 请填写教师资格证书号码。
certificate-number-too-long = 证书号码最多 { $most } 个字，请核对。
certificate-number-identity = 这是身份证号码；请填写证书上的“证书号码”。
certificate-number-year = 证书号码开头四位是认定年份，{ $found } 年不可能；应在 { $first } 年至 { $last } 年之间，请核对证书。
certificate-number-province = 证书号码第 5、6 位不是省级代码（广东是 44），请核对证书。
certificate-number-type = 证书号码第 10 位是资格种类，应为 1 至 7，现在是 { $digit }，请核对证书。

certificate-doubt-other-form = 证书号码不是 17 位的统一格式，已按原样保存，请核对是否为早期证书。
certificate-doubt-type = 证书号码表明的种类是“{ $type }”，与填写的不一致，请核对。
certificate-doubt-year = 证书号码表明的认定年份是 { $year } 年，与填写的认定日期不一致，请核对。

qualification-standing-lost = 已于 { $since }丧失教师资格，不能重新取得。
qualification-standing-revoked = 教师资格已被撤销，{ $until }之前（含当日）不能重新申请。
qualification-standing-cheated = 因考试作弊，{ $until }之前（含当日）不能参加教师资格考试；已有的证书不受影响。
qualification-standing-clear = 没有丧失、撤销或考试作弊的记录在限制期内。
qualification-exam-expired = 考试合格证明已于 { $on }到期，请重新参加考试。

fit-by-certificate = 持有{ $certificate }，可以任教这一岗位。
fit-by-training = 持有{ $certificate }，并于 { $on }通过学前教育专业培训，可以任教这一岗位。
unfit-without-training = 持有{ $certificate }，还须通过县级以上教育部门组织的学前教育专业培训，才能任教幼儿园。
unfit-other-posts = 持有的{ $certificate }不适用于这一岗位。
unfit-no-certificate = 没有有效的教师资格证书。
fit-other-subject = 证书的任教学科是“{ $subject }”，与现任学科不同；不影响任教资格，请留意。

putonghua-too-low = 普通话水平须达到{ $required }，现在是{ $found }。
putonghua-missing = 普通话水平须达到{ $required }，还没有登记等级。
