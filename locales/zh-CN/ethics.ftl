# 师德：处分、其他处理、限制期与回溯期。

sanction-warning = 警告
sanction-demerit = 记过
sanction-major-demerit = 记大过
sanction-lower-post = 降低岗位等级
sanction-lower-rank = 降级
sanction-removal = 撤职
sanction-dismissal = 开除

staff-teacher = 教师等工作人员
staff-public-official = 公职人员

admonition-criticism = 批评教育
admonition-talk = 诫勉谈话
admonition-self-examination = 责令检查
admonition-circular-criticism = 通报批评

gravity-ordinary = 一般
gravity-grave = 影响恶劣

alert-open = 生效
alert-lifted = 已解除
alert-set-aside = 已撤销

purpose-registration = 定期注册
purpose-title = 职称评审
purpose-selection = 评优评先
purpose-talent-pool = 人才储备与培养
purpose-studio = 工作室
purpose-promotion = 岗位聘任与晋升

grade-barred-excellent = 本年度有处分，年度考核不能定为优秀。
grade-barred-pass = 本年度有记过以上处分，年度考核不能定为优秀或合格。

alert-not-yet = 尚未作出决定
alert-running = 影响期至 { $until }（含当日）
alert-without-end = 开除处分没有期限，一直有效
alert-awaits-lifting = 期限已满，不再影响资格；待书面解除
alert-over = 已结束
alert-void = 决定已撤销，视同没有

bar-by-sanction = 处分期至 { $until }（含当日），期满后方可申请。
bar-by-rights-loss = 取消资格至 { $until }（含当日），期满后方可申请。
bar-by-look-back = 回溯期内有师德失范记录，{ $until }（含当日）之后不再计算。

ethics-not-heard = 请先听取教师本人的陈述和申辩，再作出处理。
ethics-not-for-staff = “{ $sanction }”不适用于{ $staff }，请另选处分种类。
ethics-rights-loss-too-short = 取消资格的期限不得少于 { $least } 个月。
ethics-closed = 这条记录{ $state }，不能重复办理。
ethics-still-open = 这条记录仍然生效，不需要恢复。
ethics-never-ends = 开除处分没有期限，不能解除；决定有误的，请按撤销办理。
ethics-still-running = 期限至 { $until }（含当日），期满后方可解除。
ethics-document-missing = 请填写解除处分的文号。
ethics-reason-missing = 请填写理由。

handling-sanction = 处分
handling-rights-loss = 取消评优、晋升等资格
handling-admonition = 批评教育等其他处理

ethics-lead = 师德处理记录只对本人、学校负责人和人事、主管教育局及审计开放。
alerts-none = 没有师德处理记录
alerts-none-advice = 由区、市教育局按处理决定登记。
alert-add = 登记处理决定
alert-lead = 按书面决定登记；影响期由系统按决定日期计算。
alert-saved = 已登记，并记入台账。
alert-summary = 事实摘要
alert-decided-by = 决定机关
alert-heard-on = 听取本人陈述和申辩的日期
alert-heard-hint = 必须在作出决定之前
alert-state-reason = 依据
alert-history = 办理记录
alert-change = 解除、撤销或恢复
alert-step = 办理事项
alert-step-missing = 请选择办理事项。
alert-step-lift = 解除
alert-step-lift-hint = 期满后凭书面文件解除；填写文号。
alert-step-set-aside = 撤销决定
alert-step-set-aside-hint = 经复核、申诉认定原决定不当，视同没有；填写理由。
alert-step-reopen = 恢复
alert-step-reopen-hint = 解除或撤销有误；填写理由。
alert-step-reason = 文号或理由
alert-effects = 目前的影响
alert-no-effect = 不受影响
alert-sanction = 处分种类
alert-sanction-hint = 期限由系统按规则计算
alert-months = 取消资格的月数
alert-months-hint = 只在取消评优、晋升等资格时填写
alert-months-needed = 请填写月数，例如 24。
alert-admonition = 其他处理的种类
alert-staff = 适用人员
alert-field-needed = 请填写这一项。
alert-day-in-future = 日期晚于今天，请核对。
alert-day-too-early = 2018 年 11 月 8 日以前的决定不在系统中登记。
