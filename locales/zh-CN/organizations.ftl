# 机构：学校与机构代码。

school-category-kindergarten = 幼儿园
school-category-primary = 小学
school-category-adult-primary = 成人小学
school-category-junior-secondary = 普通初中
school-category-vocational-junior = 职业初中
school-category-adult-junior = 成人初中
school-category-senior-secondary = 普通高中
school-category-adult-senior = 成人高中
school-category-secondary-vocational = 中等职业学校
school-category-reformatory = 工读学校
school-category-college = 普通高等学校
school-category-adult-college = 成人高等学校
school-category-special-education = 特殊教育学校
school-category-other = 其他机构

code-empty = 请填写代码。
code-length = 代码应为 { $expected } 位，现在是 { $found } 位，请检查是否多填或漏填。
code-character = 代码第 { $place } 位的“{ $character }”不正确，请核对原件。
code-category = 代码开头两位不是学校类别代码，请核对学校标识码。
code-province = 代码第 3、4 位不是省级行政区划代码，请核对学校标识码。
code-check-digit = 代码的最后一位与前面各位不符，可能有一位填错，请核对原件。

organization-bureau = 市教育局
organization-district = 区教育局
organization-school = 学校
organization-provider = 培训机构

stage-kindergarten = 幼儿园
stage-primary = 小学
stage-junior = 初中
stage-senior = 高中
stage-complete = 完全中学或一贯制学校
stage-vocational = 中等职业学校
stage-special = 特殊教育学校

organization-office-is-reference = 市、区教育局由系统参考数据维护，不在此处开办或撤销。
organization-code-taken = 这个代码已被使用过；代码不重复使用。
organization-name = 请填写名称，最多 { $most } 个字。
organization-stage-differs = 请选择学段，且须与学校标识码的类别一致。
organization-still-employs = 仍有 { $people } 人在此任职，请先办理调动或离职。
organization-already-closed = 该机构已经停办。
organization-closes-before-opening = 停办日期早于开办日期，请核对。

alliance-office-is-no-member = 教育局不能作为联盟成员，请选择学校或培训机构。
alliance-already-member = 该机构在这一天已是联盟成员。
alliance-no-member = 该机构目前不是联盟成员。
alliance-too-early = 日期早于联盟成立或加入的日期。
