# 自主研修认定：教师申报，学校、区（市）认定。

claim-state-draft = 草稿
claim-state-at-school = 等学校审核
claim-state-at-district = 等教育局认定
claim-state-returned = 退回补正
claim-state-recognised = 已认定
claim-state-refused = 未通过
claim-state-withdrawn = 已撤回
claim-state-reversed = 已冲正

claim-field-item = 研修项目
claim-field-title = 名称
claim-field-done-on = 完成日期
claim-field-quantity = 数量
claim-field-description = 说明
claim-field-files = 证明材料
claim-field-late-reason = 补报原因

claim-item-unknown = 请从认定表中选择一个项目。
claim-title-missing = 请填写名称，例如论文题目或公开课课题。
claim-text-too-long = 文字太长，最多 { $most } 字。
claim-day-ahead = 完成日期还没到；完成以后再申报。
claim-day-before-employment = 这一天早于您入职的年份（您于 { $day }入职）。
claim-quantity-not-positive = 数量要大于 0。
claim-quantity-too-large = 数量太大，最多 { $most }。
claim-quantity-not-whole = 这一项按件（篇、节、个）计，数量要是整数。
claim-quantity-not-exact = 按每单位 { $hours } 学时折算后不足 0.01 学时，请换一个数量。
claim-late-reason-missing = { $year } 年已于 { $closed }截止。补报须写明原因，由教育局决定是否认定。
claim-late-opinion-missing = 这是补报，同意认定请写明理由。
claim-without-school = 您目前没有任职学校，无法申报；请联系学校人事更新任职信息。
claim-not-open-to-change = 已提交的申报不能修改；需要修改请先撤回，或等学校退回。
claim-not-recognised = 只有已认定的申报才能冲正。
claim-duplicate = 同名研修「{ $title }」（{ $day }）已经有记录，不能重复计算。
claim-files-missing = 请至少上传一份证明材料再提交。
claim-files-too-many = 一项申报最多 { $most } 份证明材料。
claim-file-too-large = 文件超过 20 MB，请压缩或分成几份。
claim-file-empty = 文件是空的，请重新选择。
claim-file-wrong-kind = 只收 PDF、JPG、PNG、Word（docx）和 Excel（xlsx）文件；改扩展名不起作用。
