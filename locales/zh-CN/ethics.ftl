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
