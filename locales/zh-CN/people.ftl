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
