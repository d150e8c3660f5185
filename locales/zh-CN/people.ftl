# 人员：证件与姓名。

document-citizen-id = 居民身份证
document-residence-permit = 港澳台居民居住证
document-hk-mo-permit = 港澳居民来往内地通行证
document-taiwan-permit = 台湾居民来往大陆通行证
document-passport = 护照
document-other = 其他证件

document-empty = 请填写证件号码。
document-first-generation = 这是 15 位的旧身份证号码，已经停用；请填写 18 位号码。
document-length = 证件号码应为 { $expected } 位，现在是 { $found } 位，请检查是否多填或漏填。
document-length-range = 证件号码应为 { $least } 至 { $most } 位，现在是 { $found } 位，请检查是否多填或漏填。
document-character = 证件号码第 { $place } 位的“{ $character }”不正确，请核对证件原件。
document-other-kind = 这个号码属于“{ $kind }”，请改选证件类型。
document-province = 证件号码开头两位不是省级行政区划代码，请核对证件原件。
document-birth-date = 证件号码第 7 至 14 位不是正确的出生日期，请核对证件原件。
document-check-digit = 证件号码的最后一位与前面各位不符，可能有一位填错，请核对证件原件。

post-teacher = 专任教师
post-principal = 校长（园长）
post-deputy-principal = 副校长（副园长）
post-research-staff = 教研员
post-support = 教辅及其他人员

title-full-senior = 正高级教师
title-senior = 高级教师
title-first-grade = 一级教师
title-second-grade = 二级教师
title-third-grade = 三级教师

grade-excellent = 优秀
grade-pass = 合格
grade-basic-pass = 基本合格
grade-fail = 不合格
grade-ungraded = 未定等次

sex-unknown = 未知
sex-male = 男
sex-female = 女
sex-not-stated = 未说明

teacher-number-form = 教师编号应为 T4401 加 8 位数字，请核对。
teacher-number-check-digit = 教师编号的最后一位与前面各位不符，可能有一位填错。

document-known = 系统中已有使用这个证件号码的人员，请先搜索其档案。
person-name-empty = 请填写姓名。
person-name-too-long = 姓名最多 { $most } 个字。
person-name-character = 姓名中不应有“{ $character }”，请核对证件原件。
person-birth-missing = 该证件不含出生日期，请填写。
person-birth-differs = 与证件号码不符：证件上的出生日期是 { $date }。
person-born-in-future = 出生日期晚于今天，请核对。
person-sex-differs = 与证件号码不符：证件上的性别是“{ $sex }”。

employment-not-an-employer = 请选择学校或培训机构；教育局不能作为任职单位。
employment-school-closed = “{ $school }”在这一天尚未开办或已经停办。
employment-too-far-ahead = 最多可提前一年登记。
employment-too-young = 入职时应年满 { $age } 周岁，请核对出生日期和入职日期。
employment-not-employed = 此人目前没有在职单位。
employment-same-school = 此人目前就在这所学校任职。
employment-before-start = 应晚于现任职的起始日期（{ $date }）。
employment-overlaps = 与 { $date } 开始的另一段任职重叠，请先办理离职或调动。
transfer-out-of-reach = 这所学校不在您的管理范围内；跨区调动请由市教育局办理。

title-in-future = 取得日期晚于今天，请核对。
title-known = 档案中已有这一职称。
assessment-year-not-assessed = 只能登记已经结束的年度（12 月起可登记当年）。
purpose-needed = 请写明查看用途，本人可以在档案记录中看到。
reason-needed = 请写明理由。

# 列表、个人档案与修改表单。
save = 保存
cancel = 取消
export-xlsx = 导出 Excel
export-csv = 导出 CSV
day-needed = 请填写日期，例如 2026-09-01。

people-lead = 您的管理范围内共 { $count } 人，按姓名拼音排列。
people-lead-school = { $school }：共 { $count } 人，按姓名拼音排列。
people-list = 名单
people-search = 查找教职工
people-search-hint = 姓名汉字、全拼、拼音首字母或教师编号，例如“明”、zhangsan、zs、T4401
people-all-schools = 查看全部学校
people-none = 没有找到符合条件的人员
people-none-advice = 可以换一种写法，或检查此人是否在您的管理范围内。
people-shown = 本页 { $shown } 人，共 { $total } 人

person-name = 姓名
person-number = 教师编号
person-sex = 性别
person-born-on = 出生日期
person-age = { $age } 岁
person-document = 证件号码
person-document-kind = 证件类型
person-second-document = 另有经人工确认的证件
person-cycle-started-on = 本注册周期起始
person-title = 职称
person-particulars = 基本信息
person-titles = 职称
person-no-titles = 还没有登记职称。
person-assessments = 年度考核
person-no-assessments = 还没有登记年度考核。
person-employments = 任职经历
person-history = 档案记录
person-credit-bank = 学分银行
person-not-employed = 目前不在职
person-saved = 已保存，并记入档案记录。
title-day-unknown = 取得日期未登记
title-granted-on = 取得日期
assessment-year = 年度
assessment-grade = 考核等次

employment-school = 学校
employment-school-code = 学校标识码
employment-school-code-hint = 10 位数字，可在“机构”页查到
employment-post = 岗位
employment-subject = 任教学科
employment-since = 入职日期
employment-until = 离职日期
employment-first-day = 到岗日期
employment-last-day = 最后一天
employment-ended = 已离职
employment-lasts = 在职

document-reveal = 查看完整证件号码
document-purpose = 查看用途
document-purpose-hint = 用途会记入档案记录，本人可以看到
document-show = 查看
document-shown-briefly = 完整号码显示几分钟，本次查看已记入档案记录。

edit-employ = 登记任职
edit-transfer = 调动
edit-end = 办理离职
edit-post = 更正岗位或学科
edit-name = 更改姓名
edit-title = 登记职称
edit-assessment = 登记年度考核
edit-employ-lead = 此人目前不在职，可登记新的任职。
edit-transfer-lead = 原任职在到岗前一天结束；当年学时由新学校负责。
edit-end-lead = 填写在校的最后一天。
edit-post-lead = 只更正现任职的岗位和学科，任职日期不变。
edit-name-lead = 请按现在的证件填写；原姓名保留在档案记录里。
edit-title-lead = 登记已经取得的职称。
edit-assessment-lead = 同一年度再次登记即为更正，原等次保留在档案记录里。

happened-person-registered = 建立档案
happened-person-employed = 登记任职
happened-employment-ended = 办理离职
happened-person-transferred = 调动
happened-post-corrected = 更正岗位或学科
happened-person-renamed = 姓名由“{ $before }”改为“{ $after }”
happened-title-granted = 登记职称
happened-assessment-recorded = 登记 { $year } 年度考核
happened-document-revealed = 查看完整证件号码
happened-match-same = 名册中的“{ $name }”经判断为本人
happened-match-other = 名册中的“{ $name }”经判断为另一人
happened-other = 其他记录

# 登记一人。
newcomer-title = 登记一人
newcomer-lead = 规则与名册导入相同：可能已有档案的，会转给人工核对，不会重复建档。
newcomer-document-kind = 证件类型
newcomer-document-number = 证件号码
newcomer-unless-told = 居民身份证号码里已有，可以不填
newcomer-send = 登记
newcomer-on-file = 已登记。
newcomer-asked = 此人可能已有档案，已转人工核对。
roster-too-many-alike = 同名同生日的行超过 { $count } 行，请核对。

person-parts = 档案各部分
tab-particulars = 基本档案
tab-certificates = 教师资格
tab-absences = 请假与离岗
tab-ethics = 师德
