# 导入：名册与结业名单的结果。

import-is-no-trial = 只有已经结束的试运行才能转为正式导入。
import-was-trial = 这是试运行，没有保存任何内容
import-trial-advice = 下面是正式导入时会得到的结果。可以先改好不能接收的行，也可以直接导入其余的行。
import-store-now = 正式导入
import-download-refused = 下载未接收的行
import-rows = 数据行
import-accepted = 接收
import-duplicates = 已有，未重复保存
import-tasks = 待人工判断
import-refused = 未接收
import-nothing-refused = 没有未接收的行。
import-refused-rows = 未接收的行
import-row = 行号
import-column = 列
import-problem = 问题
import-rows-shown = 本页 { $shown } 行，共 { $refused } 行未接收
import-tasks-wait = 有些行可能是系统中已有的人
import-to-matches = 去判断是否同一人
