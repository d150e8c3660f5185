# 请假与离岗：种类、起止、批准单位。

absence-study = 经批准的进修
absence-training = 经批准的培训
absence-exchange = 经批准的学术交流
absence-sick = 病假
absence-unfit = 医院证明暂不适合任教
absence-maternity = 产假
absence-personal = 事假
absence-other-work = 借调到教育教学以外的岗位
absence-unapproved = 未经批准离岗

absences-lead = 经批准的进修、培训、交流和病假、产假不算中断任教。
absences-none = 没有请假或离岗记录
absences-none-advice = 由学校人事登记。
absence-add = 登记请假或离岗
absence-correct = 更正
absence-take-out = 撤下误登
absence-form-lead = 还没有结束的，最后一天先不填，结束后再来更正。
absence-kind = 种类
absence-started-on = 第一天
absence-ended-on = 最后一天
absence-ended-hint = 还没有结束的不填
absence-approved-by = 批准单位
absence-approved-hint = 例如“天河第一小学”；未经批准离岗的不填
absence-lasts = 尚未结束
absence-saved = 已保存，并记入档案记录。
absence-taken-out = 已撤下，并记入档案记录。
absence-too-far-ahead = 最多可提前一年登记。
absence-ends-before-start = 最后一天早于第一天，请核对。
absence-overlaps = 与 { $since }开始的另一条记录重叠，请核对。
absence-approval-missing = 请填写批准单位；没有批准的，请改选“未经批准离岗”。
