# 抽查。
audit-state-open = 待抽取
audit-state-drawn = 核查中
audit-state-closed = 已结束
audit-wrong-state = 这一轮抽查目前是“{ $state }”，不能这样操作。
audit-another-is-open = 已有一轮抽查尚未抽取，请先完成那一轮。
audit-nothing-to-draw = 目前没有学校已确认、等待抽查的记录。
audit-name-missing = 请填写名称。
audit-share-range = 比例应为 0.1% 至 100%。
