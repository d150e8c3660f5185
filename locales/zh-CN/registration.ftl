# 定期注册：条件、结论、义务、批次。

registration-qualified = 注册合格
registration-deferred = 暂缓注册
registration-unqualified = 注册不合格
registration-first = 首次注册
registration-renewal = 定期注册
registration-recheck = 暂缓注册复核

condition-qualification-held = 教师资格有效
condition-ethics = 遵守师德规范
condition-assessments-in-a-row = 年度考核没有连续不合格
condition-assessments = 历年年度考核合格以上
condition-hours = 周期培训学时
condition-interruption = 没有中断教育教学工作
condition-type-fits-post = 资格种类与岗位相符
condition-sanction = 不在处分期内
condition-fitness = 身心健康
condition-employment = 在编在岗
condition-probation = 试用期考核合格
condition-last-assessment = 上一年度考核合格
condition-time-in-post = 在岗时间
condition-first-hours = 首次注册前的培训学时
condition-teaching-load = 完成教学工作量
condition-term-assessment = 聘期考核合格
condition-enterprise-practice = 企业实践

finding-hours = 已有 { $found } 学时，要求 { $required } 学时
finding-hours-short = 还差 { $short } 学时（已有 { $found }，要求 { $required }）
finding-assessments = 计入的 { $required } 个年度中，{ $found } 个合格以上
finding-assessments-short = 计入的 { $required } 个年度中，只有 { $found } 个合格以上
finding-no-row = 没有连续不合格
finding-row = 连续 { $found } 年不合格，最多 { $required } 年
finding-ethics = 没有影响恶劣的师德失范记录
finding-ethics-grave = 有 { $found } 条影响恶劣的师德失范记录，要求 { $required } 条
finding-no-sanction = 没有正在执行的处分
finding-sanction = 有 { $found } 项处分正在执行，要求 { $required } 项
finding-qualification-held = 没有丧失或被撤销
finding-qualification-gone = 教师资格已丧失或被撤销
finding-no-interruption = 没有中断
finding-interruption-short = 最长中断 { $months } 个月零 { $days } 天，没有超过 { $required } 个月
finding-interruption-long = 中断 { $months } 个月零 { $days } 天，超过 { $required } 个月
finding-post-fits = 教师资格与“{ $level }”岗位相符
finding-post-fits-by-training = 已通过学前教育专业培训，与“{ $level }”岗位相符
finding-post-needs-training = 任教“{ $level }”还须通过学前教育专业培训
finding-post-other = 教师资格种类不适用于“{ $level }”岗位
finding-post-no-certificate = 没有可用于“{ $level }”岗位的有效教师资格证书
finding-post-unknown = 档案中没有任教学段，无法核对
finding-fit = 没有医院出具的不适合证明
finding-unfit = 县级以上医院证明暂时不适合
finding-employed = 在编在岗
finding-not-employed = 不在编或不在岗
finding-probation-passed = 试用期考核合格，或不需要试用期
finding-probation-not-passed = 试用期尚未考核合格
finding-last-assessment = 上一年度考核合格或未定等次
finding-last-assessment-short = 上一年度考核未达合格，或没有结果
finding-term-assessment = 聘期考核合格
finding-term-assessment-short = 聘期考核未达合格，或没有结果
finding-load = 已完成教学工作量
finding-load-short = 没有完成教学工作量的记录
finding-time-in-post = 在岗 { $months } 个月零 { $days } 天，要求 { $required } 个月
finding-time-in-post-short = 在岗 { $months } 个月零 { $days } 天，不足 { $required } 个月
finding-practice = 企业实践 { $months } 个月零 { $days } 天，要求 { $required } 个月
finding-practice-short = 企业实践 { $months } 个月零 { $days } 天，不足 { $required } 个月

cure-from = 最早可在 { $day }补足
cure-once-put-right = 补正后即可重新审核
cure-not-in-this-cycle = 本周期内不能补救
cure-never = 不能补救

absence-not-employed = 没有任职

registration-not-employed = 目前没有任职，不需要注册；教师资格证书本身仍然有效。
registration-does-not-teach = 现任岗位不从事教育教学，不需要注册；教师资格证书本身仍然有效。
registration-private-school = 现行规则不要求民办学校教师注册；教师资格证书本身仍然有效。
registration-not-on-establishment = 不在编，不需要注册；教师资格证书本身仍然有效。

duty-on-probation = 试用期至 { $day }，考核合格后申请首次注册。
duty-probation-failed = 试用期考核不合格，不能申请首次注册。
duty-apply-first = 请在 { $day }之前（含当日）申请首次注册。
duty-apply-first-any-time = 请在下一批次申请首次注册。
duty-first-overdue = 应在 { $day }之前申请首次注册，已经逾期，请尽快申请。
duty-recheck = 已于 { $day }暂缓注册，补足后申请复核。
duty-registered = 注册有效期至 { $day }，目前不需要办理。
duty-renew = 注册有效期至 { $day }，请在到期前申请定期注册。
duty-expired = 注册已于 { $day }到期，请尽快申请定期注册。

outcome-registered = 注册合格，有效期从 { $from }至 { $until }。
outcome-deferred = 暂缓注册。补足前原则上不安排教学岗位，试用合同最迟至 { $trial }；教师资格证书本身仍然有效。
outcome-refused = 注册不合格。不能从事教学工作，特殊情况的试用最迟至 { $trial }；注册不合格不影响教师资格证书本身。

sign-qualification-gone = 教师资格已丧失或被撤销，不能作出注册合格的结论。
sign-nothing-unmet = 各项条件均已满足，没有暂缓或不合格的依据；如情况有变，请先更正档案。
sign-reason-missing = 暂缓、不合格以及与系统建议不同的结论，须写明理由。

window-planned = 未开始
window-open = 受理中
window-deciding = 审核中
window-overdue = 审核逾期
window-concluded = 已办结
window-backwards = 截止日期早于开始日期，请核对。
window-past = 截止日期已经过去，请核对。
window-due-before-opening = 到期范围早于开始日期，没有人会在这一批次到期，请核对。
window-overlaps = 与已有的同类批次（{ $opens }至 { $closes }）重叠，请调整日期。

apply-fraud-bar = 因弄虚作假，{ $day }之前（含当日）不能申请注册。
apply-not-open-yet = 本批次从 { $day }开始受理。
apply-closed = 本批次已于 { $day }截止。
apply-probation-not-passed = 试用期考核合格后方可申请首次注册。
apply-not-due = 注册有效期至 { $day }，不属于本批次的到期范围。
apply-other-kind = 本批次办理的是“{ $kind }”，请选择对应的批次。

registration-state-at-school = 学校办理中
registration-state-at-district = 区教育局初审中
registration-state-at-city = 市教育局复核中
registration-state-at-province = 等待省级终审结论
registration-state-returned = 已退回
registration-state-withdrawn = 已撤回

registration-field-certificate = 教师资格证书
registration-field-employment = 岗位与任职
registration-field-assessments = 年度考核
registration-field-hours = 继续教育学时
registration-field-absences = 请假与离岗
registration-field-opinion = 学校意见
registration-field-other = 其他

registration-moved-meanwhile = 这份申请刚刚被他人办理，请重新查看。
registration-nobody-to-hand-in = 本校在这一批次已没有待提交的教师。
registration-not-at-school = 申请已不在学校：{ $state }。
registration-one-school = 一次只能为同一学校、同一批次出具意见。
registration-not-published = 学校尚未公示意见。
registration-facts-changed = 出具意见后档案有变动，请单独查看这份申请。
registration-document-missing = 请填写终审结论的文件名称或文号。
apply-already = 您在这一批次已经提交过申请。

window-name-missing = 请填写批次名称。
window-name-too-long = 名称不能超过 { $most } 个字。
