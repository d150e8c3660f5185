# 请假与离岗：种类、起止、批准单位。

absence-study = 经批准的进修
absence-training = 经批准的培训
absence-exchange = 经批准的学术交流
absence-sick = 病假
absence-maternity = 产假
absence-personal = 事假
absence-other-work = 借调到教育教学以外的岗位
absence-unapproved = 未经批准离岗
