# How certain a rule's text is.
certainty-found = 已查到原文
certainty-recalled = 规则待确认
certainty-confirmed = 已由市局确认

# The page of rules.
policy-title = 规则
policy-lead = 系统按这些规则计算。标着“待确认”的条文未查到原文，上线前须由市局确认。
policy-in-force = 现行
policy-not-in-force = 非现行
policy-open-end = 至今
policy-period = 执行期间
policy-document = 文号
policy-source = 来源
policy-key = 规则编号和版本
policy-parameters = 具体参数
policy-parameter = 参数
policy-value = 数值
