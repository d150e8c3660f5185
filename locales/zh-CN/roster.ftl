# 教师名册导入与疑似同人。

roster-title = 教师名册导入
roster-word-unknown = 看不懂“{ $found }”，请从模板的下拉选项中选择。
roster-school-missing = 请填写学校标识码，或学校名称。
roster-school-code-unknown = 没有标识码为 { $code } 的学校。
roster-school-name-unknown = 没有名为“{ $name }”的学校，请改填学校标识码。
roster-school-ambiguous = 有几所学校同名，请改填学校标识码。
roster-school-out-of-reach = 这所学校不在您的管理范围内。
roster-number-unknown = 没有这个教师编号。新教师的编号由系统生成，请留空。
roster-number-of-other-name = 这个教师编号属于另一个姓名的教师，请核对。
roster-number-and-document-differ = 教师编号和证件号码分别属于两个人，请核对。
roster-document-of-another = 经人工判断，这个证件号码不属于此人，请核对证件原件。
roster-name-differs = 这个证件号码在档案中的姓名不同，请核对。
roster-employed-elsewhere = 此人目前在其他单位任职，请由区或市教育局办理调动。
roster-start-differs = 档案中的入职日期是 { $date }，与此处不一致，请核对。

match-same-name-and-birth = 姓名和出生日期相同，证件号码不同
match-document-of-other-name = 证件号码相同，姓名不同
match-old-number-form = 15 位与 18 位身份证号码对应同一个号码
match-number-of-other-document = 教师编号和姓名相同，证件号码不同
