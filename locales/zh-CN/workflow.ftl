# 办件流程、工作日历与公示：各项业务共用。

workflow-level-school = 学校
workflow-level-district = 区教育局
workflow-level-city = 市教育局
workflow-level-province = 省教育厅

workflow-state-draft = 草稿
workflow-state-awaiting = 待办理
workflow-state-returned = 退回申请人补正
workflow-state-returned-to-office = 退回重新办理
workflow-state-approved = 已通过
workflow-state-refused = 未通过
workflow-state-withdrawn = 已撤回
workflow-state-expired = 逾期终止

workflow-act-submit = 提交
workflow-act-endorse = 同意
workflow-act-return = 退回
workflow-act-refuse = 不同意
workflow-act-withdraw = 撤回
workflow-act-expire = 逾期终止
workflow-act-reopen = 重新办理

workflow-closed = 此件{ $state }，本轮已经结束；如需继续，请重新办理。
workflow-still-open = 此件还在办理中，不需要重新办理。
workflow-with-applicant = 此件正由申请人填写或补正，提交后才能办理。
workflow-with-office = 此件正由{ $office }办理，请等待办理结果。
workflow-clock-only = 逾期终止由系统按期限自动完成，不能人工操作。
workflow-not-due = 申请人在 { $deadline }之前（含当日）仍可提交，此件尚未逾期。
workflow-not-applicant = 只有申请人本人可以进行这项操作。
workflow-own-case = 不能办理与自己有关的事项，请由本单位其他人员办理。
workflow-not-your-office = 此件由{ $office }的经办人员办理，您不在该单位的经办名单中。
workflow-substitute-barred = { $office }这一环节须由负责人本人签署，不能代办。
workflow-acted-as-applicant = 您在本轮中已代表申请方办理过此件，不能再参与审核。
workflow-acted-elsewhere = 您在本轮第 { $step } 个环节已办理过此件；同一人在一轮中只能办理一个环节。
workflow-not-earlier = 只能退回到前面的环节或退回申请人。
workflow-fields-missing = 请指明需要补正的内容。
workflow-reason-missing = 请填写理由。

workflow-route-empty = 办理流程没有任何环节，请检查流程设置。
workflow-route-too-long = 办理流程有 { $steps } 个环节，超过了上限，请检查流程设置。

workflow-holidays-missing = { $year } 年的节假日安排尚未录入，无法计算工作日期限；请联系系统管理员补充。
workflow-holidays-syntax = 节假日文件无法读取：{ $detail }
workflow-holidays-year-twice = 节假日文件中 { $year } 年出现了两次。
workflow-holidays-backwards = 从 { $day }开始的假期，结束日期早于开始日期。
workflow-holidays-outside-year = { $day }不在所列的年份内。
workflow-holidays-day-twice = { $day }重复列出；同一天只能列一次，放假或上班二者取一。
workflow-holidays-weekday = { $day }不是周末，不能列为调休上班日。

workflow-notice-not-posted = 公示从 { $day }开始，届时方可提出异议。
workflow-notice-over = 公示已于 { $day }结束，不再受理异议。
workflow-notice-running = 公示期至 { $day }结束（含当日），期满后方可办理。
workflow-objections-open = 还有 { $count } 件异议没有答复，答复后方可认定。
workflow-objection-upheld = 第 { $number } 件异议经核查成立，公示的事项不能认定。
workflow-objection-answered = 这件异议已于 { $day }答复，不能再次答复。

case-by-time = 期限已到
case-by-applicant = 本人
case-by-office = 申请单位
case-submitted = 提交申请
case-endorsed = 同意
case-returned = 退回补正
case-refused = 不同意
case-withdrawn = 撤回申请
case-expired = 逾期失效
case-reopened = 重新申请
