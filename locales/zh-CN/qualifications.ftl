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

qualification-event-lost-hint = 终身不能重新取得教师资格。
qualification-event-revoked-hint = 限制期内不能重新申请教师资格，证书收缴。
qualification-event-cheated-hint = 限制期内不能参加教师资格考试；已有的证书不受影响。
qualification-event-add = 登记丧失、撤销或作弊
qualification-event-lead = 按判决书或处理决定登记；限制期由系统按日期计算。
qualification-event-kind = 事项
qualification-event-saved = 已登记，并记入档案记录。
qualification-event-taken-out = 已撤下，并记入档案记录。
qualification-events = 丧失、撤销与考试作弊
qualification-document-missing = 请填写判决书或决定的文号。
judgment-title = 判决情况
judgment-hint = 只在登记丧失教师资格时填写。
judgment-missing = 请选择判决情况。
judgment-forfeits-nothing = 这种情况不丧失教师资格；只有被剥夺政治权利，或因故意犯罪受到有期徒刑以上刑事处罚（含缓刑）才会丧失。
judgment-political-rights = 剥夺政治权利
judgment-intentional-imprisonment = 故意犯罪，判处有期徒刑以上刑罚（含缓刑）
judgment-negligence = 过失犯罪
judgment-lighter = 有期徒刑以下的处罚

certificates-none = 还没有登记教师资格证书
certificates-none-advice = 由学校人事按证书原件登记。
certificate-add = 登记证书
certificate-correct = 更正
certificate-take-out = 撤下误登
certificate-lead = 按证书原件填写。早期证书的号码照原样填写即可。
certificate-kind = 资格种类
certificate-number = 证书号码
certificate-number-hint = 统一格式为 17 位数字；早期格式照原样填写
certificate-certified-on = 认定日期
certificate-subject = 任教学科
certificate-issued-by = 认定机构
certificate-putonghua = 普通话水平等级
certificate-exam-passed-on = 资格考试合格日期
certificate-exam-number = 考试合格证明编号
certificate-exam-hint = 通过国家教师资格考试取得证书的填写
certificate-exam-until = 合格证明有效期至
certificate-preschool-trained-on = 学前教育专业培训合格日期
certificate-preschool-hint = 用其他种类的资格证书任教幼儿园时需要
certificate-valid = 有效
certificate-void = 已失效
certificate-saved = 证书已保存，并记入档案记录。
certificate-taken-out = 证书已撤下，并记入档案记录。
certificate-known = 档案中已有这个号码的证书。
certificate-of-somebody-else = 这个号码已登记在另一位教师名下，请核对证书原件。
certificate-day-in-future = 日期晚于今天，请核对。
certificate-too-young = 认定时本人未满 { $age } 周岁，请核对日期。
certificate-exam-afterwards = 考试合格日期晚于认定日期，请核对。

posts-title = 能否任教
post-own-level = { $level }（现任岗位）
post-may-teach = 可以任教
post-may-not-teach = 不能任教
