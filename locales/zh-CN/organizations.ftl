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
