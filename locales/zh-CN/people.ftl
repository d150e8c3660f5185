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
